package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixHasher;
import io.metagen.transformer.cache.PrefixListener;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.reference.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences that give back what their window leaves behind, in so few blocks that these are written
 * again at once: their logits are the same bits as those of sequences that keep all their blocks.
 */
final class WindowBlocksTest {
  private static final int LENGTH = 200;
  private static final int MOST_ALIVE = 4;
  private static final int LONGEST_CHUNK = 33;

  /** A network, how its keys and values are held, and where it runs. */
  private record Setting(Checkpoints checkpoint, KvOptions kv, int blockSize, boolean device) {
    Transformer load(Path folder) throws IOException {
      RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
      Options options = Options.cpu(Precision.F32).with(kv);
      return device
          ? Transformer.load(folder, options, LoadListener.NONE, DeviceForward::new)
          : Transformer.load(folder, options);
    }
  }

  static Stream<Setting> settings() {
    KvOptions all = KvOptions.of(KvType.F32);
    return Stream.of(
        new Setting(Checkpoints.LLAMA, new KvOptions(KvType.F32, 1, 0), 4, false),
        new Setting(Checkpoints.LLAMA, new KvOptions(KvType.F32, 3, 1), 4, false),
        new Setting(Checkpoints.LLAMA, new KvOptions(KvType.F32, 11, 0), 4, false),
        new Setting(Checkpoints.QWEN2, new KvOptions(KvType.F32, 24, 8), 4, false),
        new Setting(Checkpoints.LLAMA_TIED, new KvOptions(KvType.F32, 13, 5), 4, false),
        new Setting(Checkpoints.QWEN3, new KvOptions(KvType.INT8, 13, 5), 4, false),
        new Setting(Checkpoints.LLAMA, new KvOptions(KvType.F32, 50, 4), 16, false),
        new Setting(Checkpoints.LLAMA, new KvOptions(KvType.BF16, 70, 21), 24, false),
        new Setting(Checkpoints.MISTRAL_WINDOW, all, 4, false),
        new Setting(Checkpoints.MISTRAL_WINDOW, new KvOptions(KvType.F32, 30, 6), 4, false),
        new Setting(Checkpoints.MISTRAL_WINDOW, all, 4, true),
        new Setting(Checkpoints.MISTRAL_WINDOW, KvOptions.of(KvType.BF16), 16, true));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void forward_chunksAndForks_sameBitsAsWithAllBlocks(Setting setting, @TempDir Path folder)
      throws IOException {
    try (Transformer network = setting.load(folder)) {
      int size = setting.blockSize;
      BlockBudget budget = setting.kv.budget(size, network.config().slidingWindow());
      int most = budget.sinks() + budget.window();
      int few = MOST_ALIVE * (most + Math.ceilDiv(LONGEST_CHUNK, size));
      for (boolean publishes : new boolean[] {true, false}) {
        try (Pool small = new Pool(network, few, size, budget, publishes);
            Pool large = new Pool(network, MOST_ALIVE * LENGTH, size, BlockBudget.ALL, false)) {
          assertTheSame(small, large, MOST_ALIVE * most);
        }
      }
    }
  }

  private static void assertTheSame(Pool small, Pool large, int most) {
    long seed = 20261122;
    Random random = new Random(seed);
    small.begin();
    large.begin();
    while (small.shortest() < LENGTH) {
      int chunk = random.nextInt(8) == 0 ? LONGEST_CHUNK : 1 + random.nextInt(3);
      if (random.nextInt(6) == 0 && small.alive.size() < MOST_ALIVE) {
        int of = random.nextInt(small.alive.size());
        small.fork(of);
        large.fork(of);
      } else if (random.nextInt(12) == 0 && small.alive.size() > 1) {
        int which = random.nextInt(small.alive.size());
        small.end(which);
        large.end(which);
      }
      int[][] tokens = new int[small.alive.size()][];
      Arrays.setAll(tokens, _ -> random.ints(chunk, 0, Checkpoints.VOCABULARY).toArray());
      assertThat(small.step(tokens))
          .as("seed %d at position %d", seed, small.shortest())
          .isDeepEqualTo(large.step(tokens));
      assertThat(small.cache.blocks().used()).isLessThanOrEqualTo(most);
    }
    while (!small.alive.isEmpty()) {
      small.end(0);
    }
    small.cache.checkIntegrity();
    assertThat(small.cache.blocks().used()).isZero();
  }

  /** A running sequence: all its tokens have been computed. */
  private static final class Live {
    int[] tokens;
    final BlockTable table;

    Live(int[] tokens, BlockTable table) {
      this.tokens = tokens;
      this.table = table;
    }
  }

  private static final class Pool implements AutoCloseable {
    private final Transformer network;
    private final Stepper stepper;
    private final PrefixCache cache;
    private final BlockBudget budget;
    private final boolean publishes;
    private final List<Live> alive = new ArrayList<>();

    Pool(Transformer network, int blocks, int size, BlockBudget budget, boolean publishes) {
      this.network = network;
      this.budget = budget;
      this.publishes = publishes;
      stepper = new Stepper(network, blocks, size);
      cache = new PrefixCache(new BlockManager(blocks), size, new NoHashes(), new Nobody());
    }

    void begin() {
      alive.add(
          new Live(new int[0], new BlockTable(cache, cache.match("", new int[0], 0), budget)));
    }

    void fork(int index) {
      alive.add(new Live(alive.get(index).tokens, alive.get(index).table.fork()));
    }

    void end(int index) {
      alive.remove(index).table.release();
    }

    int shortest() {
      return alive.stream().mapToInt(live -> live.tokens.length).min().orElseThrow();
    }

    /** Computes these further tokens of all sequences; returns the logits of each. */
    float[][] step(int[][] tokens) {
      Row[] rows = new Row[tokens.length];
      for (int i = 0; i < rows.length; i++) {
        Live live = alive.get(i);
        int start = live.tokens.length;
        int end = start + tokens[i].length;
        live.tokens = Arrays.copyOf(live.tokens, end);
        System.arraycopy(tokens[i], 0, live.tokens, start, tokens[i].length);
        live.table.reserve(start, end, (from, to) -> network.copyBlock(stepper.pool(), from, to));
        rows[i] = new Row(tokens[i], start, live.table.evicted(), live.table.blocks(), null);
      }
      float[][] logits = stepper.all(rows);
      for (Live live : alive) {
        if (publishes) {
          live.table.commit(live.tokens, live.tokens.length);
        }
        live.table.evict(live.tokens.length);
      }
      return logits;
    }

    @Override
    public void close() {
      stepper.close();
    }
  }

  private static final class NoHashes implements PrefixHasher {
    @Override
    public byte[] root(String salt) {
      return new byte[0];
    }

    @Override
    public byte[] next(byte[] parent, int[] blockTokens) {
      return new byte[0];
    }
  }

  private static final class Nobody implements PrefixListener {
    @Override
    public void stored(byte[] parent, byte[] hash, int[] tokens) {}

    @Override
    public void removed(byte[] hash) {}
  }
}
