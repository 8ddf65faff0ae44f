package io.metagen.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BlockManagerTest {
  @Test
  void allocate_untilNoneIsFree_thenEmpty() {
    BlockManager blocks = new BlockManager(2);

    assertThat(blocks.allocate()).hasValue(0);
    assertThat(blocks.allocate()).hasValue(1);
    assertThat(blocks.allocate()).isEmpty();
    assertCounts(blocks, 0, 2, 0);
  }

  @Test
  void release_lastReferenceOfPrivateBlock_blockIsFree() {
    BlockManager blocks = new BlockManager(2);
    int block = blocks.allocate().orElseThrow();
    blocks.retain(block);

    assertThat(blocks.release(block)).isFalse();
    assertCounts(blocks, 1, 1, 0);
    assertThat(blocks.release(block)).isTrue();
    assertCounts(blocks, 2, 0, 0);
  }

  @Test
  void release_lastReferenceOfResidentBlock_blockIsCachedUntilEvicted() {
    BlockManager blocks = new BlockManager(2);
    int block = blocks.allocate().orElseThrow();
    blocks.makeResident(block);

    blocks.release(block);
    assertCounts(blocks, 1, 0, 1);
    blocks.retain(block);
    assertCounts(blocks, 1, 1, 0);
    blocks.release(block);
    blocks.evict(block);
    assertCounts(blocks, 2, 0, 0);
  }

  @Test
  void release_freeBlock_isRefused() {
    BlockManager blocks = new BlockManager(2);
    assertThatThrownBy(() -> blocks.release(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("block 1");
    assertThatThrownBy(() -> blocks.retain(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> blocks.evict(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void constructor_noBlocks_isRefused() {
    assertThatThrownBy(() -> new BlockManager(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertCounts(BlockManager blocks, int free, int used, int cached) {
    blocks.checkIntegrity();
    assertThat(blocks.free()).as("free").isEqualTo(free);
    assertThat(blocks.used()).as("used").isEqualTo(used);
    assertThat(blocks.cached()).as("cached").isEqualTo(cached);
  }
}
