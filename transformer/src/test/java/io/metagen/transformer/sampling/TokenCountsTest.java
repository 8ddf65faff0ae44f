package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenCountsTest {

  private static final SamplingParams PENALIZING =
      new SamplingParams(1, 0, 1, 0, 1.1f, 0, 0, Map.of(), 0);

  @Test
  void add_withPenalties_countsOutputApartFromPrompt() {
    TokenCounts counts = TokenCounts.of(new int[] {5, 5, 6}, PENALIZING);
    IntStream.of(6, 7, 7).forEach(counts::add);

    assertThat(counts.outputs()).isEqualTo(3);
    assertThat(counts.distinct()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).map(counts::id)).containsExactly(5, 6, 7);
    assertThat(IntStream.range(0, 3).map(counts::count)).containsExactly(0, 1, 2);
  }

  @Test
  void add_manyDifferentTokens_keepsAll() {
    TokenCounts counts = TokenCounts.of(new int[0], PENALIZING);
    IntStream.range(0, 1_000).forEach(counts::add);

    assertThat(counts.distinct()).isEqualTo(1_000);
    assertThat(counts.id(999)).isEqualTo(999);
  }

  @Test
  void add_withoutPenalties_countsOnlyTheLength() {
    TokenCounts counts = TokenCounts.of(new int[] {1, 2}, SamplingParams.DEFAULT);
    counts.add(3);

    assertThat(counts.outputs()).isEqualTo(1);
    assertThat(counts.distinct()).isZero();
  }

  @Test
  void copy_thenAdd_leavesTheOriginal() {
    TokenCounts original = TokenCounts.of(new int[] {1}, PENALIZING);
    TokenCounts copy = original.copy();
    copy.add(1);

    assertThat(original.outputs()).isZero();
    assertThat(original.count(0)).isZero();
    assertThat(copy.count(0)).isEqualTo(1);
  }
}
