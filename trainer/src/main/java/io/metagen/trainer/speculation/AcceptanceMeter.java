package io.metagen.trainer.speculation;

import io.metagen.task.Problem;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures a draft model by drawing solutions of problems with it at temperature 1. */
public final class AcceptanceMeter implements AutoCloseable {

  /** Solutions in flight. */
  private static final int ROWS = 32;

  private static final int LONGEST_SOLUTION = 128;

  private final Transformer draft;
  private final Transformer target;
  private final Speculation speculation;
  private final int tokens;

  /**
   * Loads both models from folders in the Hugging Face layout.
   *
   * @param tokens drafted in a round, at least 1
   * @throws IllegalArgumentException if they don't have equally many tokens
   */
  public AcceptanceMeter(Path draft, Path target, int tokens, long seed) {
    this.tokens = tokens;
    this.draft = Transformer.load(draft, Transformer.Options.cpu(Precision.F32));
    this.target = Transformer.load(target, Transformer.Options.cpu(Precision.F32));
    int vocabulary = this.target.config().vocabularySize();
    if (this.draft.config().vocabularySize() != vocabulary) {
      throw new IllegalArgumentException("draft: must have the target's " + vocabulary + " tokens");
    }
    speculation =
        new Speculation(
            this.draft,
            this.target,
            new Speculation.Settings(tokens, 1, LONGEST_SOLUTION, TaskVocabulary.endOfText(), seed),
            ROWS);
  }

  /** Draws a solution of each problem and counts. */
  public Acceptance measure(List<Problem> problems) {
    List<int[]> prompts =
        problems.stream().map(problem -> TaskVocabulary.encode(problem.prompt())).toList();
    List<List<Round>> rounds = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += ROWS) {
      List<int[]> part = prompts.subList(from, Math.min(prompts.size(), from + ROWS));
      speculation.draw(part, from).forEach(drawn -> rounds.add(drawn.rounds()));
    }
    return Acceptance.of(rounds, tokens);
  }

  @Override
  public void close() {
    speculation.close();
    draft.close();
    target.close();
  }
}
