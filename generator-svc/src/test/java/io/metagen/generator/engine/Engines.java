package io.metagen.generator.engine;

import io.metagen.generator.kv.KvEventLog;
import io.metagen.generator.kv.KvFollower;
import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixHasher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes engines over fake models and checks their integrity after every test. */
final class Engines implements AfterEachCallback {
  static final int BLOCK_SIZE = 4;

  private final List<Bench> benches = new ArrayList<>();

  /** An engine whose steps the test runs itself. */
  Bench bench(int blocks, int maxRunning, int tokenBudget) {
    return bench(blocks, new EngineSettings(maxRunning, tokenBudget, 1000));
  }

  Bench bench(int blocks, EngineSettings settings) {
    return bench(blocks, settings, settings.budget());
  }

  /** An engine over a model that sees so many blocks, whatever its sequences hold. */
  Bench bench(int blocks, EngineSettings settings, BlockBudget seen) {
    Bench bench = new Bench(new FakeTokenModel(blocks, BLOCK_SIZE, seen), blocks, settings);
    benches.add(bench);
    return bench;
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    for (Bench bench : benches) {
      bench.core.checkIntegrity();
      bench.assertFollowerKnowsTheCache();
    }
  }

  /** Hashes blocks as the contract says, for a model without a name. */
  private static final class Hasher implements PrefixHasher {
    @Override
    public byte[] root(String salt) {
      return new BlockHasher("fake", "", salt, BLOCK_SIZE).root();
    }

    @Override
    public byte[] next(byte[] parent, int[] blockTokens) {
      return new BlockHasher("fake", "", "", BLOCK_SIZE).next(parent, blockTokens);
    }
  }

  static final class Bench {
    final FakeTokenModel model;
    final KvEventLog log = new KvEventLog(1_000_000, InstantSource.system());
    final PrefixCache cache;
    final EngineParts parts;
    final EngineTotals totals;
    final EngineCore core;

    Bench(FakeTokenModel model, int blocks, EngineSettings settings) {
      this.model = model;
      this.cache = new PrefixCache(new BlockManager(blocks), BLOCK_SIZE, new Hasher(), log);
      this.parts =
          new EngineParts(
              model,
              cache,
              () -> {
                throw new IllegalStateException("these tests have no stop strings");
              },
              context -> 100 + context,
              log::flush,
              settings,
              System::nanoTime);
      this.totals = new EngineTotals(parts.clock());
      this.core = new EngineCore(parts, totals, Runnable::run);
    }

    GenerationCall submit(List<SampleSpec> specs) {
      totals.enqueue(specs.size(), Integer.MAX_VALUE);
      GenerationCall call = GenerationCall.sampling(specs, parts, totals);
      core.submit(call);
      return call;
    }

    void runToEnd() {
      while (!core.idle()) {
        core.step();
      }
    }

    /** Runs a call alone and returns its samples' tokens. */
    List<List<Integer>> run(List<SampleSpec> specs) throws InterruptedException {
      GenerationCall call = submit(specs);
      runToEnd();
      return Outputs.tokens(call);
    }

    void assertFollowerKnowsTheCache() throws InterruptedException {
      KvFollower listening = new KvFollower();
      cache.replay(listening);
      log.flush();
      KvFollower following = KvFollower.of(log);
      if (!following.blocks().equals(listening.blocks())) {
        throw new AssertionError("the event stream tells another content than the cache has");
      }
    }
  }
}
