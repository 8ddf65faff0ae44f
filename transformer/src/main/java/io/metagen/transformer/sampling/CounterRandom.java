package io.metagen.transformer.sampling;

/**
 * Uniform random numbers as a pure function of (seed, sample, position): Philox4x32-10 of Salmon et
 * al., "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011), the generator of Random123.
 */
public final class CounterRandom {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  private CounterRandom() {}

  /**
   * A uniform number in [0, 1), a multiple of 2^-53: the first 53 bits of the block whose key is
   * the seed (low word first) and whose counter is (position, sampleIndex, 0, 0).
   *
   * @param sampleIndex which of the samples that share a seed
   * @param position index of the drawn token in its sequence
   */
  public static double uniform(long seed, int sampleIndex, int position) {
    int[] block = {position, sampleIndex, 0, 0};
    philox(block, (int) seed, (int) (seed >>> 32));
    long bits = Integer.toUnsignedLong(block[0]) << 32 | Integer.toUnsignedLong(block[1]);
    return (bits >>> 11) * TWO_TO_MINUS_53;
  }

  /** Replaces a counter of four words by its random block (section 3.3 of the paper). */
  static void philox(int[] counter, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(counter[0]);
      long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(counter[2]);
      counter[0] = (int) (product1 >>> 32) ^ counter[1] ^ k0;
      counter[1] = (int) product1;
      counter[2] = (int) (product0 >>> 32) ^ counter[3] ^ k1;
      counter[3] = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }
}
