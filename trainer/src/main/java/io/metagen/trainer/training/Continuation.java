package io.metagen.trainer.training;

import java.util.Arrays;

/**
 * What follows a prompt, and what a network should say along it. Arrays of aims have one entry more
 * than there are tokens: entry i is for the place after i of them.
 *
 * @param tokens token ids
 * @param targets the id that should follow, below 0 for none; empty for none at all
 * @param labels the value that the head should give, 0 to 1, NaN for none; empty for none at all
 */
@SuppressWarnings("ArrayRecordComponent") // as in Example
public record Continuation(int[] tokens, int[] targets, float[] labels) {

  public Continuation {
    if (targets.length != 0 && targets.length != tokens.length + 1) {
      throw new IllegalArgumentException("targets: one more than tokens, or none");
    }
    if (labels.length != 0 && labels.length != tokens.length + 1) {
      throw new IllegalArgumentException("labels: one more than tokens, or none");
    }
  }

  /** Every token is to be learned. */
  public static Continuation learned(int[] tokens) {
    int[] targets = Arrays.copyOf(tokens, tokens.length + 1);
    targets[tokens.length] = -1;
    return new Continuation(tokens, targets, new float[0]);
  }

  /** The head's value is to be learned after some of the tokens. */
  public static Continuation valued(int[] tokens, float[] labels) {
    return new Continuation(tokens, new int[0], labels);
  }

  int target(int place) {
    return targets.length == 0 ? -1 : targets[place];
  }

  float label(int place) {
    return labels.length == 0 ? Float.NaN : labels[place];
  }

  /** Whether the value after the last token should be 1. */
  boolean right() {
    return labels[tokens.length] == 1;
  }
}
