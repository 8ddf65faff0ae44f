package io.metagen.trainer.speculation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One round of speculative sampling (Leviathan et al. 2023, algorithm 1; Chen et al. 2023).
 *
 * @param tokens what the round adds, in the target's distribution: accepted drafts, then one token
 *     more unless the text has ended
 * @param drafted how many were drafted
 * @param accepted how many of them, from the first on, were accepted
 * @param overlaps for each draft that was tried, the chance that it is accepted, whatever it is
 */
record Round(List<Integer> tokens, int drafted, int accepted, List<Double> overlaps) {

  /** A drafted token and the distribution it was drawn from. */
  record Draft(int token, Law law) {}

  /**
   * Decides which drafts stay.
   *
   * @param target distributions at the drafts' places and, last, behind them all
   * @param end a draft behind which nothing follows
   */
  static Round of(List<Draft> drafts, List<Law> target, int end, RandomGenerator random) {
    List<Integer> tokens = new ArrayList<>();
    List<Double> overlaps = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Law wanted = target.get(i);
      overlaps.add(wanted.overlap(draft.law));
      // The draft was drawn, so its probability is above 0.
      if (random.nextDouble() * draft.law.of(draft.token) >= wanted.of(draft.token)) {
        tokens.add(wanted.residual(draft.law).token(random.nextDouble()));
        return new Round(tokens, drafts.size(), i, overlaps);
      }
      tokens.add(draft.token);
    }
    if (tokens.isEmpty() || tokens.getLast() != end) {
      tokens.add(target.getLast().token(random.nextDouble()));
    }
    return new Round(tokens, drafts.size(), drafts.size(), overlaps);
  }

  /** Returns a text with the round's tokens behind it. */
  int[] behind(int[] text) {
    int[] longer = Arrays.copyOf(text, text.length + tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      longer[text.length + i] = tokens.get(i);
    }
    return longer;
  }
}
