package io.metagen.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlockHasherTest {
  private static final int[] TOKENS = {1, 2, 3, 70_000, 5};

  /**
   * Made with `sha256sum` from the formula in the class comment, so that the contract can't drift.
   */
  @Test
  void hashes_knownTokens_equalThePublishedValues() {
    List<byte[]> hashes = new BlockHasher("model", "", "salt", 2).hashes(TOKENS);

    assertThat(hashes.stream().map(HexFormat.of()::formatHex))
        .containsExactly(
            "6ffdceabf94c6536b7b766d494ab8127d97e8bc7afaa42438b6a4139cbadb16e",
            "ba70a7ebffe95ebe9ea1f5adc2fed83b9a46e370f936e6e86d1bf6dc90bed9c2");
  }

  @Test
  void hashes_otherModelAdapterOrSalt_shareNothing() {
    List<byte[]> base = new BlockHasher("model", "", "", 2).hashes(TOKENS);

    assertThat(new BlockHasher("other", "", "", 2).hashes(TOKENS))
        .doesNotContainAnyElementsOf(base);
    assertThat(new BlockHasher("model", "a", "", 2).hashes(TOKENS))
        .doesNotContainAnyElementsOf(base);
    assertThat(new BlockHasher("model", "", "a", 2).hashes(TOKENS))
        .doesNotContainAnyElementsOf(base);
  }

  @Test
  void hashes_extendedSequence_keepTheHashesOfThePrefix() {
    BlockHasher hasher = new BlockHasher("model", "", "", 2);

    assertThat(hasher.hashes(new int[] {1, 2, 3, 70_000, 5, 6}).subList(0, 2))
        .containsExactlyElementsOf(hasher.hashes(TOKENS));
  }
}
