package io.metagen.cli.run;

import io.metagen.v1.Candidate;
import io.metagen.v1.SearchEvent;
import java.io.PrintWriter;

/** Shows a search line by line: each candidate when it finishes, its score, all at the end. */
public final class PlainView implements SearchView {

  private final PrintWriter out;
  private final Board board = new Board();

  /** Writes to {@code out}. */
  public PlainView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(SearchEvent event) {
    board.take(event).ifPresent(candidate -> line(event, candidate));
    if (event.hasRunFinished()) {
      board.lines().forEach(out::println);
      out.println(CostLine.of(event.getRunFinished().getResult().getCost()));
    }
    out.flush();
  }

  private void line(SearchEvent event, Candidate candidate) {
    if (event.hasNodeScored()) {
      out.printf("  #%d scored %s%n", candidate.getIndex(), Board.score(candidate));
    } else {
      out.printf("  #%d finished: %s%n", candidate.getIndex(), Board.text(candidate));
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
