package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

  /** The three vectors that Random123 publishes for philox4x32 with 10 rounds (kat_vectors). */
  @Test
  void philox_publishedCounters_giveThePublishedBlocks() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void uniform_zeroSeedSampleAndPosition_isTheBlocksFirst53Bits() {
    assertThat(CounterRandom.uniform(0, 0, 0)).isEqualTo((0x6627e8d5e169c58dL >>> 11) * 0x1p-53);
  }

  @Test
  void uniform_differentArguments_areDifferentNumbersInRange() {
    Set<Double> seen = new HashSet<>();
    for (long seed : new long[] {0, 1, 1L << 32, -1, Long.MIN_VALUE}) {
      for (int sample = 0; sample < 20; sample++) {
        for (int position = 0; position < 20; position++) {
          double u = CounterRandom.uniform(seed, sample, position);
          assertThat(u).isBetween(0.0, Math.nextDown(1.0));
          seen.add(u);
        }
      }
    }
    assertThat(seen).hasSize(5 * 20 * 20);
  }

  private static int[] block(int c0, int c1, int c2, int c3, int key0, int key1) {
    int[] counter = {c0, c1, c2, c3};
    CounterRandom.philox(counter, key0, key1);
    return counter;
  }
}
