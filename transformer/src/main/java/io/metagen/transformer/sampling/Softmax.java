package io.metagen.transformer.sampling;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The weights e^(scale (logit - max)) of a whole row, those below a bound 0. Only the sums of
 * blocks are kept; the weights of the block that a draw falls into are computed again.
 */
final class Softmax {

  private static final int L = Exponential.L;

  /** A multiple of every vector's length. */
  private static final int BLOCK = 512;

  private final double[] block = new double[BLOCK];
  private double[] sums = new double[0];
  private double mass;
  private Weights weights = new Weights(0, 1, 0);

  /**
   * How logits become weights.
   *
   * @param max no logit is larger
   * @param scale of the differences to it
   * @param least weight, smaller ones are 0
   */
  record Weights(float max, double scale, double least) {

    private double of(float logit) {
      double w = Exponential.exp(((double) logit - max) * scale);
      return w < least ? 0 : w;
    }
  }

  /** Computes all weights; their mass is returned. */
  double sum(LogitRow row, Weights how) {
    weights = how;
    int blocks = (row.count() + BLOCK - 1) / BLOCK;
    if (sums.length < blocks) {
      sums = new double[blocks];
    }
    mass = 0;
    for (int i = 0; i < blocks; i++) {
      sums[i] = sum(row, i * BLOCK, Math.min(row.count(), (i + 1) * BLOCK));
      mass += sums[i];
    }
    return mass;
  }

  private double sum(LogitRow row, int from, int to) {
    DoubleVector max = all(weights.max);
    DoubleVector scale = all(weights.scale);
    DoubleVector least = all(weights.least);
    DoubleVector sums = all(0);
    MemorySegment memory = row.memory();
    long offset = row.offset() + (long) Float.BYTES * from;
    int whole = (to - from) / L * L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector z = LogitRow.doubles(memory, offset + (long) Float.BYTES * i);
      DoubleVector w = Exponential.exp(z.sub(max).mul(scale));
      sums = sums.add(w.blend(0, w.compare(VectorOperators.LT, least)));
    }
    sums.intoArray(block, 0);
    double sum = 0;
    for (int i = 0; i < L; i++) {
      sum += block[i];
    }
    for (int id = from + whole; id < to; id++) {
      sum += weights.of(row.at(id));
    }
    return sum;
  }

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(Exponential.D, value);
  }

  /** Returns the token of the row last summed whose share of the mass a uniform number hits. */
  int draw(LogitRow row, double uniform) {
    double target = uniform * mass;
    double before = 0;
    int i = 0;
    while (before + sums[i] <= target) {
      before += sums[i++];
    }
    int from = i * BLOCK;
    int count = weigh(row, from);
    return from + Inversion.first(block, count, before, target);
  }

  /** Computes the weights of a block; returns their number. */
  private int weigh(LogitRow row, int from) {
    int count = Math.min(BLOCK, row.count() - from);
    for (int i = 0; i < count; i++) {
      block[i] = ((double) row.at(from + i) - weights.max) * weights.scale;
    }
    Exponential.apply(block, count);
    for (int i = 0; i < count; i++) {
      block[i] = block[i] < weights.least ? 0 : block[i];
    }
    return count;
  }

  /** Copies all weights to an array. */
  void spread(LogitRow row, double[] law) {
    for (int from = 0; from < row.count(); from += BLOCK) {
      System.arraycopy(block, 0, law, from, weigh(row, from));
    }
  }
}
