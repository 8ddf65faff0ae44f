package io.metagen.cli.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.metagen.v1.Candidate;
import io.metagen.v1.RunResult;
import io.metagen.v1.SearchEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** The candidates of one run as far as they are known. Belongs to the thread that reads events. */
final class Board {

  private static final int TEXT_WIDTH = 90;

  private final Map<Integer, Candidate> candidates = new TreeMap<>();
  private OptionalInt chosen = OptionalInt.empty();

  /** Takes what an event says of a candidate and returns that candidate. */
  Optional<Candidate> take(SearchEvent event) {
    return switch (event.getEventCase()) {
      case CANDIDATE_FINISHED -> Optional.of(keep(event.getCandidateFinished().getCandidate()));
      case NODE_SCORED ->
          find(event.getNodeScored().getNodeId())
              .map(Candidate::toBuilder)
              .map(known -> keep(known.setScore(event.getNodeScored().getScore()).build()));
      case RUN_FINISHED -> {
        finish(event.getRunFinished().getResult());
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** One line for each candidate in the order of their index; the chosen one is marked. */
  List<String> lines() {
    if (candidates.isEmpty()) {
      return List.of();
    }
    return AsciiTable.getTable(AsciiTable.NO_BORDERS, candidates.values(), columns())
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private List<ColumnData<Candidate>> columns() {
    return List.of(
        right("", this::mark),
        right("#", candidate -> Integer.toString(candidate.getIndex())),
        right("answer", Board::answer),
        right("score", Board::score),
        right("tokens", candidate -> Integer.toString(candidate.getTokenCount())),
        new Column()
            .header("solution")
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(HorizontalAlign.LEFT)
            .maxWidth(TEXT_WIDTH, OverflowBehaviour.ELLIPSIS_RIGHT)
            .with(Board::text));
  }

  private static ColumnData<Candidate> right(String header, Function<Candidate, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(value);
  }

  private String mark(Candidate candidate) {
    return chosen.isPresent() && chosen.getAsInt() == candidate.getIndex() ? ">" : " ";
  }

  static String answer(Candidate candidate) {
    return candidate.hasAnswer() ? candidate.getAnswer() : "-";
  }

  static String score(Candidate candidate) {
    return candidate.hasScore() ? String.format(Locale.ROOT, "%.3f", candidate.getScore()) : "-";
  }

  /** The steps on one line. */
  static String text(Candidate candidate) {
    return String.join(" | ", candidate.getText().strip().lines().toList());
  }

  private Candidate keep(Candidate candidate) {
    candidates.put(candidate.getIndex(), candidate);
    return candidate;
  }

  private Optional<Candidate> find(String nodeId) {
    return candidates.values().stream().filter(c -> c.getNodeId().equals(nodeId)).findFirst();
  }

  private void finish(RunResult result) {
    result.getCandidatesList().forEach(this::keep);
    keep(result.getAnswer());
    chosen = OptionalInt.of(result.getAnswer().getIndex());
  }
}
