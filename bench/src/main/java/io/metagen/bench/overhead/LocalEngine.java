package io.metagen.bench.overhead;

import io.metagen.generator.engine.CallOutput;
import io.metagen.generator.engine.DjlTokenModel;
import io.metagen.generator.engine.Engine;
import io.metagen.generator.engine.EngineParts;
import io.metagen.generator.engine.EngineSettings;
import io.metagen.generator.engine.GenerationCall;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.kv.KvEventLog;
import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixHasher;
import io.metagen.transformer.text.StreamDecoder;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The engine of the service, put together as the service does it, in this process. */
public final class LocalEngine implements AutoCloseable {
  private static final int BLOCK_SIZE = 16;
  private static final int MOST_RUNNING = 64;
  private static final int TOKEN_BUDGET = 512;

  private final Tokenizer tokenizer;
  private final Engine engine;
  private final TimedModel model;
  private final ModelConfig config;

  /**
   * Loads a network.
   *
   * @param checkpoint its folder
   * @param text folder of the tokenizer that makes text of its tokens
   */
  public LocalEngine(Path checkpoint, Path text, Precision precision) {
    Transformer network = Transformer.load(checkpoint, Transformer.Options.cpu(precision));
    tokenizer = Tokenizer.load(text);
    config = network.config();
    int blocks = MOST_RUNNING * Math.ceilDiv(Math.min(config.maxPositions(), 512), BLOCK_SIZE);
    model = new TimedModel(new DjlTokenModel(network, blocks, BLOCK_SIZE), System::nanoTime);
    KvEventLog events = new KvEventLog(1000, InstantSource.system());
    Hashes hashes = new Hashes(new BlockHasher(network.fingerprint(), "", "", BLOCK_SIZE));
    engine =
        new Engine(
            new EngineParts(
                model,
                new PrefixCache(new BlockManager(blocks), BLOCK_SIZE, hashes, events),
                tokenizer::newStreamDecoder,
                config::flopsPerToken,
                events::flush,
                new EngineSettings(MOST_RUNNING, TOKEN_BUDGET, MOST_RUNNING),
                System::nanoTime),
            _ -> {});
  }

  public ModelConfig config() {
    return config;
  }

  /** Runs one call to its end, read and made to text by this thread. Returns its tokens. */
  public int run(List<SampleSpec> specs) throws InterruptedException {
    GenerationCall call = engine.generate(specs);
    List<StreamDecoder> texts = new ArrayList<>();
    specs.forEach(_ -> texts.add(tokenizer.newStreamDecoder()));
    int open = specs.size();
    int tokens = 0;
    while (open > 0) {
      for (CallOutput.Gain gain : call.output().next()) {
        gain.tokens().forEach(token -> texts.get(gain.sample()).append(token.id()));
        tokens += gain.tokens().size();
        open -= gain.ending().isPresent() ? 1 : 0;
      }
    }
    return tokens;
  }

  TimedModel model() {
    return model;
  }

  @Override
  public void close() {
    engine.close();
    tokenizer.close();
  }

  /** The contract's block hashes, without a salt. */
  private record Hashes(BlockHasher hasher) implements PrefixHasher {
    @Override
    public byte[] root(String salt) {
      return hasher.root();
    }

    @Override
    public byte[] next(byte[] parent, int[] blockTokens) {
      return hasher.next(parent, blockTokens);
    }
  }
}
