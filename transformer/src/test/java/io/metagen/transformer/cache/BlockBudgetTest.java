package io.metagen.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that give blocks up, and the prefix tree that they leave. */
final class BlockBudgetTest {
  private static final int SIZE = 2;

  private final FollowerMap follower = new FollowerMap();
  private final PrefixCache cache =
      new PrefixCache(new BlockManager(9), SIZE, new TextHasher(), follower);
  private final BlockBudget budget = new BlockBudget(1, 1, 2);

  @AfterEach
  void assertIntegrity() {
    cache.checkIntegrity();
    FollowerMap replayed = new FollowerMap();
    cache.replay(replayed);
    assertThat(follower.prefixes()).isEqualTo(replayed.prefixes());
  }

  @Test
  void room_budgetFilled_endsAtTheBlock() {
    BlockTable table = table();
    assertThat(table.room(0, 3, 9)).isEqualTo(3);
    assertThat(table.room(0, 100, 9)).isEqualTo(8);
    grow(table, 0, 8, 5, 3, 4, 9);
    assertThat(table.evicted()).isEqualTo(2);
    assertThat(table.room(8, 100, 9)).isEqualTo(2);
    grow(table, 8, 1, 0, 0, 0, 0);
    assertThat(table.room(9, 100, 9)).isEqualTo(1);
  }

  @Test
  void evict_overTheBudget_givesUpTheLeastBetweenSinksAndWindow() {
    BlockTable table = table();
    grow(table, 0, 8, 1, 3, 4, 2);
    assertThat(table.blocks()).hasSize(3);
    int[] held = table.blocks();
    grow(table, 8, 2, 0, 7, 1, 9);

    assertThat(table.blocks()).as("blocks 0, 1 and 4").hasSize(3);
    assertThat(table.blocks()[0]).isEqualTo(held[0]);
    assertThat(table.blocks()[1]).isEqualTo(held[1]);
    assertThat(table.evicted()).isEqualTo(4);
  }

  @Test
  void evict_equalMasses_givesUpTheFirst() {
    BlockTable table = table();
    table.reserve(0, 8, (_, _) -> {});
    int[] all = table.blocks();
    grow(table, 0, 8, 1, 1, 1, 1);
    assertThat(table.blocks()).containsExactly(all[0], all[2], all[3]);
  }

  @Test
  void commit_somethingGivenUp_publishesNoMore() {
    BlockTable table = table();
    grow(table, 0, 8, 1, 1, 1, 1);
    grow(table, 8, 2, 1, 1, 1, 1);
    grow(table, 10, 2, 1, 1, 1, 1);
    assertThat(follower.prefixes()).hasSize(4);
  }

  @Test
  void table_fromThePrefixTree_givesUpTheSame() {
    BlockTable first = table();
    grow(first, 0, 6, 1, 5, 4);
    BlockTable second = new BlockTable(cache, cache.match("", tokens(6), 6), budget);
    assertThat(second.blocks()).isEqualTo(first.blocks());
    grow(first, 6, 2, 0, 0, 2, 9);
    grow(second, 6, 2, 0, 0, 2, 9);
    assertThat(second.blocks()).isEqualTo(first.blocks());
    assertThat(second.evicted()).isEqualTo(2);
  }

  @Test
  void fork_afterAnEviction_goesItsOwnWay() {
    BlockTable first = table();
    grow(first, 0, 8, 1, 3, 4, 2);
    BlockTable second = first.fork();
    int[] shared = first.blocks();
    grow(first, 8, 2, 0, 9, 0, 9);
    grow(second, 8, 2, 0, 0, 9, 9);
    assertThat(first.blocks()).startsWith(shared[0], shared[1]);
    assertThat(second.blocks()).startsWith(shared[0], shared[2]);
    assertThat(first.blocks()[2]).isNotEqualTo(second.blocks()[2]);
    first.release();
    second.release();
    assertThat(cache.blocks().used()).isZero();
  }

  @Test
  void allocate_blockAboveAHeldOneIsIdle_takesItAndTheHeldOnesBecomePrivate() {
    BlockTable table = table();
    grow(table, 0, 8, 1, 2, 4, 3);
    assertThat(cache.blocks().cached()).isEqualTo(1);
    assertThat(follower.prefixes()).hasSize(4);
    for (int i = 0; i < 6; i++) {
      cache.allocate().orElseThrow();
    }
    assertThat(cache.allocate()).isEmpty();
    assertThat(follower.prefixes()).as("the block above the gap").hasSize(1);
    cache.checkIntegrity();

    table.release();
    assertThat(cache.blocks().cached()).isEqualTo(1);
    assertThat(cache.blocks().free()).isEqualTo(2);
  }

  @Test
  void release_acrossGaps_blocksAreFoundAgain() {
    BlockTable table = table();
    grow(table, 0, 8, 1, 2, 4, 3);
    grow(table, 8, 2, 0, 0, 0, 9);
    table.release();
    assertThat(cache.blocks().cached()).isEqualTo(4);
    PrefixPath again = cache.match("", tokens(8), 8);
    assertThat(again.blockCount()).isEqualTo(4);
    again.release();
  }

  @Test
  void append_pathWithAGap_isRefused() {
    PrefixPath path = cache.match("", tokens(0), 0);
    path.append(tokens(2), 0, cache.allocate().orElseThrow());
    path.drop(0);
    int block = cache.allocate().orElseThrow();
    assertThatIllegalStateException().isThrownBy(() -> path.append(tokens(4), 2, block));
  }

  @Test
  void budget_withoutAWindow_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockBudget(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockBudget(1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockBudget(-1, 1, 1));
  }

  private BlockTable table() {
    return new BlockTable(cache, cache.match("", tokens(0), 0), budget);
  }

  /** Computes tokens, the last of which gives so much to each block. */
  private static void grow(BlockTable table, int from, int count, double... given) {
    table.reserve(from, from + count, (_, _) -> {});
    for (int i = 0; i < count; i++) {
      table.attended(from + i, i == count - 1 ? given : new double[given.length]);
    }
    table.commit(tokens(from + count), from + count);
    table.evict(from + count);
  }

  private static int[] tokens(int count) {
    return IntStream.range(0, count).toArray();
  }
}
