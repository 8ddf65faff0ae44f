package io.metagen.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlockTableTest {
  private final PrefixCache cache =
      new PrefixCache(new BlockManager(8), 4, new TextHasher(), new FollowerMap());
  private final List<String> copies = new ArrayList<>();

  @AfterEach
  void assertIntegrity() {
    cache.checkIntegrity();
  }

  @Test
  void fork_writeInPartlyFilledBlock_copiesThatBlockOnce() {
    int[] prompt = {1, 2, 3, 4, 5, 6};
    BlockTable first = fresh(prompt);
    BlockTable second = first.fork();
    assertThat(second.missing(6, 7)).isEqualTo(1);

    second.reserve(6, 7, this::copy);
    first.reserve(6, 7, this::copy);

    assertThat(copies).containsExactly(first.blocks()[1] + ">" + second.blocks()[1]);
    assertThat(first.blocks()[0]).isEqualTo(second.blocks()[0]);
    assertThat(first.blocks()[1]).isNotEqualTo(second.blocks()[1]);
  }

  @Test
  void fork_promptEndsWithBlock_copiesNothing() {
    BlockTable first = fresh(new int[] {1, 2, 3, 4});
    BlockTable second = first.fork();

    second.reserve(4, 5, this::copy);
    first.reserve(4, 5, this::copy);

    assertThat(copies).isEmpty();
    assertThat(cache.blocks().used()).isEqualTo(3);
  }

  @Test
  void commit_blockKnownInTree_takesTheTreesBlock() {
    BlockTable first = fresh(new int[] {1, 2, 3, 4});
    BlockTable second = new BlockTable(cache, cache.match("", new int[0], 0));
    second.reserve(0, 4, this::copy);

    second.commit(new int[] {1, 2, 3, 4}, 4);

    assertThat(second.blocks()).isEqualTo(first.blocks());
    assertThat(cache.blocks().used()).isEqualTo(1);
  }

  @Test
  void release_allForks_leavesFullBlocksCachedAndFreesTheRest() {
    BlockTable first = fresh(new int[] {1, 2, 3, 4, 5});
    BlockTable second = first.fork();
    second.reserve(5, 6, this::copy);

    first.release();
    second.release();

    assertThat(cache.blocks().cached()).isEqualTo(1);
    assertThat(cache.blocks().free()).isEqualTo(7);
  }

  private BlockTable fresh(int[] tokens) {
    BlockTable table = new BlockTable(cache, cache.match("", tokens, 0));
    assertThat(table.missing(0, tokens.length)).isEqualTo(Math.ceilDiv(tokens.length, 4));
    table.reserve(0, tokens.length, this::copy);
    table.commit(tokens, tokens.length);
    return table;
  }

  private void copy(int from, int to) {
    copies.add(from + ">" + to);
  }
}
