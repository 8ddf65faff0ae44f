package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NgramsTest {
  @Test
  void common_repeatedNgrams_countAsOftenAsTheFewer() {
    List<Ngrams> ngrams =
        Ngrams.of(List.of(new int[] {1, 2, 1, 2, 1}, new int[] {1, 2, 1, 1}, new int[0]), 3);
    Ngrams first = ngrams.get(0);
    Ngrams second = ngrams.get(1);

    assertThat(first.common(second, 1)).isEqualTo(4);
    assertThat(first.common(second, 2)).isEqualTo(2);
    assertThat(first.common(second, 3)).isEqualTo(1);
    assertThat(second.common(first, 2)).isEqualTo(2);
    assertThat(first.common(ngrams.get(2), 1)).isZero();
  }

  @Test
  void count_shortText_isZeroBeyondItsLength() {
    Ngrams ngrams = Ngrams.of(List.of(new int[] {5, 6}, new int[] {6}), 4).getFirst();

    assertThat(ngrams.count(1)).isEqualTo(2);
    assertThat(ngrams.count(2)).isEqualTo(1);
    assertThat(ngrams.count(3)).isZero();
    assertThat(ngrams.count(4)).isZero();
  }
}
