package io.metagen.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PrefixCacheTest {
  private static final int BLOCK_SIZE = 2;

  private final FollowerMap follower = new FollowerMap();
  private final PrefixCache cache =
      new PrefixCache(new BlockManager(4), BLOCK_SIZE, new TextHasher(), follower);

  @AfterEach
  void assertIntegrity() {
    cache.checkIntegrity();
    FollowerMap replayed = new FollowerMap();
    cache.replay(replayed);
    assertThat(follower.prefixes()).isEqualTo(replayed.prefixes());
  }

  @Test
  void match_afterInsert_sharesTheBlocks() {
    PrefixPath first = insert("", 1, 2, 3, 4);
    PrefixPath second = match("", 1, 2, 3, 4, 5);

    assertThat(second.tokenCount()).isEqualTo(4);
    assertThat(second.block(0)).isEqualTo(first.block(0));
    assertThat(second.block(1)).isEqualTo(first.block(1));
    assertThat(cache.blocks().references(first.block(1))).isEqualTo(2);
  }

  @Test
  void match_limitInsideBlock_leavesThatBlockOut() {
    insert("", 1, 2, 3, 4);
    assertThat(cache.match("", new int[] {1, 2, 3, 4}, 3).tokenCount()).isEqualTo(2);
  }

  @Test
  void match_differentTail_sharesTheCommonBlocksAlone() {
    insert("", 1, 2, 3, 4);
    assertThat(match("", 1, 2, 9, 4).tokenCount()).isEqualTo(2);
    assertThat(match("", 9, 2, 3, 4).tokenCount()).isZero();
  }

  @Test
  void match_otherSalt_findsNothing() {
    insert("alice", 1, 2);
    assertThat(match("bob", 1, 2).tokenCount()).isZero();
    assertThat(match("", 1, 2).tokenCount()).isZero();
    assertThat(match("alice", 1, 2).tokenCount()).isEqualTo(2);
  }

  @Test
  void append_sameTokensTwice_secondCopyIsGivenBack() {
    PrefixPath first = insert("", 1, 2);
    PrefixPath second = cache.match("", new int[0], 0);
    int copy = cache.allocate().orElseThrow();

    assertThat(second.append(new int[] {1, 2}, 0, copy)).isEqualTo(first.block(0));
    assertThat(cache.blocks().free()).isEqualTo(3);
    assertThat(follower.prefixes()).hasSize(1);
  }

  @Test
  void allocate_noneFree_evictsLeastRecentlyUsedLeaf() {
    insert("", 1, 2, 3, 4).release();
    insert("", 5, 6, 7, 8).release();
    match("", 1, 2, 3, 4).release();

    int taken = cache.allocate().orElseThrow();

    assertThat(match("", 5, 6, 7, 8).tokenCount()).isEqualTo(2);
    assertThat(match("", 1, 2, 3, 4).tokenCount()).isEqualTo(4);
    cache.blocks().release(taken);
  }

  @Test
  void allocate_everythingHeld_isEmptyAndEvictsNothing() {
    insert("", 1, 2, 3, 4);
    insert("", 5, 6, 7, 8);

    assertThat(cache.available()).isZero();
    assertThat(cache.allocate()).isEmpty();
    assertThat(follower.prefixes()).hasSize(4);
  }

  @Test
  void allocate_parentHeldByFork_evictsTheIdleBranchAlone() {
    PrefixPath trunk = insert("", 1, 2);
    extend(trunk.fork(), 3, 4).release();
    extend(trunk.fork(), 5, 6).release();
    assertThat(cache.available()).isEqualTo(3);

    for (int i = 0; i < 3; i++) {
      cache.allocate().orElseThrow();
    }

    assertThat(cache.allocate()).isEmpty();
    assertThat(match("", 1, 2).tokenCount()).isEqualTo(2);
    assertThat(follower.prefixes()).hasSize(1);
  }

  @Test
  void evict_lastBlockOfSalt_saltCanComeBack() {
    insert("alice", 1, 2).release();
    int[] taken = new int[4];
    for (int i = 0; i < 4; i++) {
      taken[i] = cache.allocate().orElseThrow();
    }
    assertThat(follower.prefixes()).isEmpty();
    for (int block : taken) {
      cache.blocks().release(block);
    }
    insert("alice", 1, 2).release();
    assertThat(match("alice", 1, 2).tokenCount()).isEqualTo(2);
  }

  @Test
  void release_twice_isRefused() {
    PrefixPath path = insert("", 1, 2);
    path.release();
    assertThatThrownBy(path::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(path::fork).isInstanceOf(IllegalStateException.class);
  }

  private PrefixPath match(String salt, int... tokens) {
    return cache.match(salt, tokens, tokens.length);
  }

  private PrefixPath insert(String salt, int... tokens) {
    return extend(cache.match(salt, new int[0], 0), tokens);
  }

  private PrefixPath extend(PrefixPath path, int... tokens) {
    for (int from = 0; from < tokens.length; from += BLOCK_SIZE) {
      path.append(tokens, from, cache.allocate().orElseThrow());
    }
    return path;
  }
}
