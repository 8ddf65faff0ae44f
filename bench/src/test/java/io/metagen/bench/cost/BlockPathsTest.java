package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlockPathsTest {

  @Test
  void tree_fourLeaves_sharesEachLevelWithTheLeavesBelow() {
    BlockPaths tree = BlockPaths.tree(4, 3, 32);
    assertThat(tree.context()).isEqualTo(96);
    assertThat(tree.blocks())
        .isDeepEqualTo(
            new int[][] {
              {0, 1, 2, 3, 6, 7, 14},
              {0, 1, 2, 3, 8, 9, 15},
              {0, 1, 4, 5, 10, 11, 16},
              {0, 1, 4, 5, 12, 13, 17}
            });
    assertThat(tree.distinctBlocks()).isEqualTo(18);
  }

  @Test
  void tree_deeper_addsOneNodePerLevel() {
    assertThat(BlockPaths.tree(4, 1, 32).distinctBlocks()).isEqualTo(4 * 2 + 4);
    assertThat(BlockPaths.tree(4, 6, 32).distinctBlocks())
        .isEqualTo((1 + 1 + 1 + 1 + 2 + 4) * 2 + 4);
    assertThat(BlockPaths.tree(4, 40, 32).distinctBlocks()).isEqualTo((38 + 2 + 4) * 2 + 4);
  }

  @Test
  void separate_hasNothingInCommon() {
    BlockPaths paths = BlockPaths.separate(3, 32);
    assertThat(paths.sequences()).isEqualTo(3);
    assertThat(paths.distinctBlocks()).isEqualTo(3 * 3);
    assertThat(paths.blocks()[1]).containsExactly(2, 3, 7);
  }

  @Test
  void shared_hasOneContextAndABlockForEachNewToken() {
    assertThat(BlockPaths.shared(3, 32).blocks())
        .isDeepEqualTo(new int[][] {{0, 1, 2}, {0, 1, 3}, {0, 1, 4}});
  }

  @Test
  void tree_leavesOrTokensThatDontFit_fail() {
    assertThatThrownBy(() -> BlockPaths.tree(3, 2, 32)).hasMessageContaining("power of two");
    assertThatThrownBy(() -> BlockPaths.tree(4, 2, 20)).hasMessageContaining("tokens 20");
    assertThatThrownBy(() -> BlockPaths.tree(4, 0, 32)).hasMessageContaining("levels 0");
  }
}
