package io.metagen.verifier.reward;

import io.metagen.transformer.WarmUpBudget;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Batches of random tokens, scored before the first caller's, so that the JVM compiles what scoring
 * runs: 1, 2, 4 and so on to 32 rows that share their first half, again and again.
 */
final class WarmUp {
  private static final int SIZES = 6;
  private static final int TOKENS = 64;

  private final RowScorer scorer;
  private final Random random = new Random(1);

  WarmUp(RowScorer scorer) {
    this.scorer = scorer;
  }

  /** Scores as long as the budget lasts. */
  void run(WarmUpBudget budget) {
    for (int batch = 0; budget.take(); batch++) {
      scorer.score(rows(1 << batch % SIZES));
    }
    budget.end();
  }

  private List<MarkedRow> rows(int count) {
    ModelFacts facts = scorer.facts();
    int length = 1 + random.nextInt(Math.min(TOKENS, facts.contextLength()));
    int[] prompt = random.ints(length, 0, facts.vocabularySize()).toArray();
    return IntStream.range(0, count)
        .mapToObj(_ -> MarkedRow.atEnd(changed(prompt, facts.vocabularySize())))
        .toList();
  }

  /** Returns a row that begins as the given one and ends otherwise. */
  private int[] changed(int[] prompt, int vocabulary) {
    int[] row = Arrays.copyOf(prompt, prompt.length);
    for (int i = row.length / 2; i < row.length; i++) {
      row[i] = random.nextInt(vocabulary);
    }
    return row;
  }
}
