package io.metagen.transformer.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random sequences over a cache too small for them, beside a memory that remembers what was written
 * to each block: whatever the order of events, a sequence reads its own tokens, a match is the
 * longest there is, and a follower of the events knows the cache's content. With a budget of blocks
 * sequences give some up as well.
 */
final class PrefixCacheModelTest {
  private static final int BLOCKS = 24;
  private static final int BLOCK_SIZE = 3;
  private static final int STEPS = 20_000;

  private final FollowerMap follower = new FollowerMap();
  private final PrefixCache cache =
      new PrefixCache(new BlockManager(BLOCKS), BLOCK_SIZE, new TextHasher(), follower);
  private final int[][] memory = new int[BLOCKS][BLOCK_SIZE];
  private final List<Live> running = new ArrayList<>();
  private BlockBudget budget = BlockBudget.ALL;

  /** A running sequence: its tokens all have content, but for the blocks that it gave up. */
  private static final class Live {
    final String salt;
    int[] tokens;
    final BlockTable table;
    List<Integer> held = new ArrayList<>();

    Live(String salt, int[] tokens, BlockTable table) {
      this.salt = salt;
      this.tokens = tokens;
      this.table = table;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomEvents_anyOrder_contentAndCountsHold(long seed) {
    run(seed, BlockBudget.ALL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomEventsAndEvictions_anyOrder_contentAndCountsHold(long seed) {
    run(seed, new BlockBudget(1, 1, 3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomEventsInAWindow_anyOrder_contentAndCountsHold(long seed) {
    run(seed, new BlockBudget(1, 2, 0));
  }

  private void run(long seed, BlockBudget limit) {
    budget = limit;
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(6)) {
        case 0 -> start(random);
        case 1 -> fork(random);
        case 2 -> finish(random);
        default -> grow(random);
      }
      if (step % 50 == 0) {
        assertEverything("seed " + seed + " step " + step);
      }
    }
    while (!running.isEmpty()) {
      finish(random);
    }
    assertEverything("seed " + seed + " at the end");
    assertThat(cache.blocks().used()).isZero();
  }

  private void start(Random random) {
    int most = budget.positions(10, BLOCK_SIZE);
    int[] prompt = random.ints(1 + random.nextInt(most), 0, 2).toArray();
    String salt = random.nextBoolean() ? "a" : "b";
    PrefixPath path = cache.match(salt, prompt, prompt.length);
    assertThat(path.blockCount()).as("longest match").isEqualTo(longestKnown(salt, prompt));
    Live live = new Live(salt, new int[0], new BlockTable(cache, path, budget));
    int cached = path.tokenCount();
    if (cache.available() < live.table.missing(cached, prompt.length)) {
      live.table.release();
      return;
    }
    live.table.reserve(cached, prompt.length, this::copy);
    write(live, prompt, cached, random);
    running.add(live);
  }

  private void fork(Random random) {
    if (!running.isEmpty()) {
      Live live = running.get(random.nextInt(running.size()));
      Live fork = new Live(live.salt, live.tokens, live.table.fork());
      fork.held = new ArrayList<>(live.held);
      running.add(fork);
    }
  }

  private void grow(Random random) {
    if (running.isEmpty()) {
      return;
    }
    Live live = running.get(random.nextInt(running.size()));
    int length = live.tokens.length;
    if (cache.available() < live.table.missing(length, length + 1)) {
      finish(random);
      return;
    }
    int[] longer = Arrays.copyOf(live.tokens, length + 1);
    longer[length] = random.nextInt(2);
    live.table.reserve(length, length + 1, this::copy);
    write(live, longer, length, random);
  }

  private void finish(Random random) {
    if (!running.isEmpty()) {
      running.remove(random.nextInt(running.size())).table.release();
    }
  }

  private void write(Live live, int[] tokens, int from, Random random) {
    for (int i = from; i < tokens.length; i++) {
      int index = i - live.table.evicted();
      memory[live.table.blocks()[index / BLOCK_SIZE]][i % BLOCK_SIZE] = tokens[i];
      if (budget.byAttention()) {
        live.table.attended(i, random.doubles(live.table.blocks().length).toArray());
      }
    }
    for (int b = Math.ceilDiv(live.tokens.length, BLOCK_SIZE);
        b * BLOCK_SIZE < tokens.length;
        b++) {
      live.held.add(b);
    }
    live.tokens = tokens;
    live.table.commit(tokens, tokens.length);
    int[] before = live.table.blocks();
    live.table.evict(tokens.length);
    if (!budget.byAttention()) {
      int end = tokens.length / BLOCK_SIZE - budget.window() + 1;
      live.held.removeIf(b -> b >= budget.sinks() && b < end);
      return;
    }
    for (int i = before.length - 1; i >= 0; i--) {
      int block = before[i];
      if (IntStream.of(live.table.blocks()).noneMatch(held -> held == block)) {
        live.held.remove(i);
      }
    }
  }

  private void copy(int from, int to) {
    memory[to] = memory[from].clone();
  }

  private int longestKnown(String salt, int[] prompt) {
    String name = salt + ":";
    for (int count = 0; ; count++) {
      int from = count * BLOCK_SIZE;
      if (from + BLOCK_SIZE > prompt.length) {
        return count;
      }
      name += Arrays.toString(Arrays.copyOfRange(prompt, from, from + BLOCK_SIZE));
      if (!follower.prefixes().containsKey(Arrays.toString(name.getBytes(UTF_8)))) {
        return count;
      }
    }
  }

  private static int[] heldTokens(Live live) {
    return live.held.stream()
        .map(b -> b * BLOCK_SIZE)
        .flatMapToInt(p -> IntStream.range(p, Math.min(p + BLOCK_SIZE, live.tokens.length)))
        .map(p -> live.tokens[p])
        .toArray();
  }

  private int[] readTokens(Live live) {
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < live.held.size(); i++) {
      int b = live.held.get(i);
      int block = live.table.blocks()[budget.byAttention() ? i : b];
      for (int p = b * BLOCK_SIZE; p < Math.min((b + 1) * BLOCK_SIZE, live.tokens.length); p++) {
        read.add(memory[block][p % BLOCK_SIZE]);
      }
    }
    return read.stream().mapToInt(Integer::intValue).toArray();
  }

  private void assertEverything(String where) {
    cache.checkIntegrity();
    FollowerMap replayed = new FollowerMap();
    cache.replay(replayed);
    assertThat(follower.prefixes()).as(where).isEqualTo(replayed.prefixes());
    for (Live live : running) {
      assertThat(readTokens(live)).as(where).isEqualTo(heldTokens(live));
      assertThat(live.table.held()).isEqualTo(live.held.size());
    }
  }
}
