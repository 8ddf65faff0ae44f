package io.metagen.transformer.kernel;

import java.util.Arrays;

/**
 * The attention that one sequence's new tokens gave each of its blocks in a step: the softmax's
 * weights, summed over the block's positions, the heads and the layers. A token's numbers are the
 * same bits whatever else is in the step, and however its sequence was cut into steps.
 *
 * <p>Within a step each head's numbers are written by one thread; read after it.
 */
public final class Masses {
  private static final double LN_2 = Math.log(2);

  private final int heads;
  private final int blocks;

  /** Sums of the layer under way, each taken with the largest score that its row had then. */
  private final float[] weights;

  private final float[] largest;
  private final double[] sums;
  private int first;

  /**
   * Nothing yet.
   *
   * @param tokens new ones
   * @param heads of queries
   * @param blocks of the sequence, those of the new tokens included
   */
  public Masses(int tokens, int heads, int blocks) {
    this.heads = heads;
    this.blocks = blocks;
    int numbers = Math.multiplyExact(Math.multiplyExact(tokens, heads), blocks);
    weights = new float[numbers];
    largest = new float[numbers];
    sums = new double[numbers];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
  }

  /** Returns what a new token, counted from 0, gave each block: together heads x layers. */
  public double[] of(int token) {
    double[] result = new double[blocks];
    for (int head = 0; head < heads; head++) {
      int at = (token * heads + head) * blocks;
      for (int block = 0; block < blocks; block++) {
        result[block] += sums[at + block];
      }
    }
    return result;
  }

  /** Notes the place of the first token in its step. */
  void begin(int place) {
    first = place;
  }

  /** Returns the row of a query head of the token at a place of the step. */
  int row(int place, int head) {
    return (place - first) * heads + head;
  }

  /** Adds weights that a row gave a block. */
  void add(int row, int block, float weight, float atLargest) {
    int at = row * blocks + block;
    weights[at] = (float) (weights[at] * power(largest[at] - atLargest)) + weight;
    largest[at] = atLargest;
  }

  /** Ends a layer for a row, whose largest score and divisor are known now. */
  void close(int row, float atLargest, double divisor) {
    int at = row * blocks;
    for (int i = at; i < at + blocks; i++) {
      sums[i] += weights[i] * power(largest[i] - atLargest) / divisor;
      weights[i] = 0;
      largest[i] = Float.NEGATIVE_INFINITY;
    }
  }

  private static double power(float exponent) {
    return Math.exp(exponent * LN_2);
  }
}
