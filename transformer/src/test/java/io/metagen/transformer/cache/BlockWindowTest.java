package io.metagen.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that give back what is behind a window, and the prefix tree that they leave. */
final class BlockWindowTest {
  private static final int SIZE = 2;
  private static final BlockBudget BUDGET = new BlockBudget(1, 2, 0);

  private final FollowerMap follower = new FollowerMap();
  private final PrefixCache cache =
      new PrefixCache(new BlockManager(9), SIZE, new TextHasher(), follower);

  @AfterEach
  void assertIntegrity() {
    cache.checkIntegrity();
    FollowerMap replayed = new FollowerMap();
    cache.replay(replayed);
    assertThat(follower.prefixes()).isEqualTo(replayed.prefixes());
  }

  @Test
  void evict_behindTheWindow_givesBackAllButTheSinks() {
    BlockTable table = table(0);
    grow(table, 0, 9);
    assertThat(table.held()).as("blocks 0, 3 and 4").isEqualTo(3);
    assertThat(table.evicted()).isZero();
    int[] blocks = table.blocks();
    assertThat(blocks).hasSize(5);
    assertThat(blocks[1]).isEqualTo(blocks[2]).isEqualTo(blocks[3]);
    assertThat(cache.blocks().used()).isEqualTo(3);
    assertThat(cache.blocks().cached()).isEqualTo(2);
  }

  @Test
  void evict_longSequenceThatIsNotPublished_holdsItsBudgetInOrdinaryBlocks() {
    BlockTable table = table(0);
    for (int at = 0; at < 10_000; at++) {
      table.reserve(at, at + 1, (_, _) -> {});
      assertThat(cache.blocks().used()).isLessThanOrEqualTo(3);
      table.evict(at + 1);
    }
    assertThat(cache.blocks().cached()).isZero();
    table.release();
    assertThat(cache.blocks().free()).isEqualTo(9);
  }

  @Test
  void evict_longSequenceThatIsPublished_neverNeedsMore() {
    BlockTable table = table(0);
    int[] others = IntStream.range(0, 6).map(_ -> cache.allocate().orElseThrow()).toArray();
    for (int at = 0; at < 300; at++) {
      assertThat(table.missing(at, at + 1)).isLessThanOrEqualTo(cache.available());
      grow(table, at, 1);
      cache.checkIntegrity();
    }
    table.release();
    IntStream.of(others).forEach(cache.blocks()::release);
    assertThat(cache.blocks().used()).isZero();
  }

  @Test
  void commit_behindAGap_isFoundAgainAndGivenBackAgain() {
    BlockTable first = table(0);
    IntStream.range(0, 12).forEach(at -> grow(first, at, 1));
    assertThat(follower.prefixes()).hasSize(6);

    BlockTable second = table(12);
    assertThat(second.sharedTokens()).isEqualTo(12);
    second.evict(12);
    assertThat(second.held()).isEqualTo(2);
    assertThat(cache.blocks().used()).isEqualTo(2);
    second.release();
    first.release();
    assertThat(cache.blocks().cached()).isEqualTo(6);
  }

  @Test
  void commit_whatIsBeforeItLeftTheTree_publishesNoMore() {
    BlockTable table = table(0);
    grow(table, 0, 10);
    assertThat(cache.blocks().cached()).isEqualTo(3);
    int[] others = IntStream.range(0, 5).map(_ -> cache.allocate().orElseThrow()).toArray();
    assertThat(follower.prefixes()).as("less block 3 and the held block 4 below it").hasSize(3);
    IntStream.range(10, 18).forEach(at -> grow(table, at, 1));
    assertThat(follower.prefixes()).hasSizeLessThanOrEqualTo(3);
    IntStream.of(others).forEach(cache.blocks()::release);
    table.release();
    assertThat(cache.blocks().used()).isZero();
  }

  @Test
  void fork_behindAGap_holdsWhatIsHeld() {
    BlockTable first = table(0);
    grow(first, 0, 9);
    BlockTable second = first.fork();
    assertThat(second.blocks()).isEqualTo(first.blocks());
    assertThat(cache.blocks().used()).isEqualTo(3);
    first.release();
    assertThat(cache.blocks().used()).isEqualTo(3);
    grow(second, 9, 5);
    second.release();
    assertThat(cache.blocks().used()).isZero();
  }

  @Test
  void release_holderOfTheSameBlocksGoesOn_keepsThem() {
    BlockTable first = table(0);
    grow(first, 0, 12);
    BlockTable second = table(6);
    first.release();
    assertThat(cache.blocks().used()).isEqualTo(3);
    second.evict(6);
    assertThat(cache.blocks().used()).isEqualTo(2);
    second.release();
    BlockTable third = table(12);
    assertThat(third.sharedTokens()).isEqualTo(12);
    third.release();
  }

  @Test
  void room_blocksToSpare_goesBeyondTheBudget() {
    BlockTable table = table(0);
    assertThat(table.room(0, 100, 0)).isEqualTo(6);
    assertThat(table.room(0, 5, 9)).isEqualTo(5);
    assertThat(table.room(0, 100, 9)).isEqualTo(18);
    grow(table, 0, 9);
    assertThat(table.room(9, 100, 0)).isEqualTo(1);
    assertThat(table.room(9, 100, 4)).isEqualTo(9);
    grow(table, 9, 1);
    assertThat(table.room(10, 100, 0)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 16, 0, 2",
    "0, 17, 16, 0, 2",
    "4, 18, 16, 1, 3",
    "16, 32, 16, 1, 3",
    "17, 33, 16, 2, 3",
    "5, 11, 1, 5, 11"
  })
  void seeing_positions_areWholeBlocks(int first, int last, int size, int sinks, int window) {
    assertThat(BlockBudget.seeing(first, last, size)).isEqualTo(new BlockBudget(sinks, window, 0));
  }

  @Test
  void longest_budgetThatFits_isAnyLength() {
    assertThat(BUDGET.longest(3, SIZE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(BUDGET.longest(2, SIZE)).isEqualTo(4);
    assertThat(BlockBudget.ALL.longest(9, SIZE)).isEqualTo(18);
  }

  /** A table over the cached prefix of so many tokens. */
  private BlockTable table(int known) {
    return new BlockTable(cache, cache.match("", tokens(known), known), BUDGET);
  }

  private static void grow(BlockTable table, int from, int count) {
    table.reserve(from, from + count, (_, _) -> {});
    table.commit(tokens(from + count), from + count);
    table.evict(from + count);
  }

  private static int[] tokens(int count) {
    return IntStream.range(0, count).toArray();
  }
}
