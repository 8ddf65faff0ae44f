package io.metagen.transformer.sampling;

/**
 * The weights of a whole row. Only the sums of blocks are kept; the weights of the block that a
 * draw falls into are computed again.
 */
final class Softmax {

  /** A multiple of every vector's length. */
  private static final int BLOCK = 1024;

  private final double[] block = new double[BLOCK];
  private double[] sums = new double[0];
  private double mass;
  private Weights weights = new Weights(0, 1, 0);

  /** Computes all weights; their mass is returned. */
  double sum(LogitRow row, Weights how) {
    weights = how;
    int blocks = (row.count() + BLOCK - 1) / BLOCK;
    if (sums.length < blocks) {
      sums = new double[blocks];
    }
    mass = 0;
    for (int i = 0; i < blocks; i++) {
      sums[i] = weights.of(row.part(i * BLOCK, BLOCK), block);
      mass += sums[i];
    }
    return mass;
  }

  /** Returns the token of the row last summed whose share of the mass a uniform number hits. */
  int draw(LogitRow row, double uniform) {
    double target = uniform * mass;
    double before = 0;
    int i = 0;
    while (before + sums[i] <= target) {
      before += sums[i++];
    }
    LogitRow part = row.part(i * BLOCK, BLOCK);
    weights.of(part, block);
    return i * BLOCK + Inversion.first(block, part.count(), before, target);
  }

  /** Writes all weights to an array. */
  void spread(LogitRow row, double[] law) {
    for (int from = 0; from < row.count(); from += BLOCK) {
      LogitRow part = row.part(from, BLOCK);
      weights.of(part, block);
      System.arraycopy(block, 0, law, from, part.count());
    }
  }
}
