package io.metagen.generator;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.metagen.generator.engine.DjlTokenModel;
import io.metagen.generator.engine.Engine;
import io.metagen.generator.engine.EngineParts;
import io.metagen.generator.engine.EngineSettings;
import io.metagen.generator.engine.TokenModel;
import io.metagen.generator.engine.WarmUp;
import io.metagen.generator.kv.KvEventLog;
import io.metagen.generator.model.GenerationDefaults;
import io.metagen.generator.model.ModelHasher;
import io.metagen.generator.model.ServedModel;
import io.metagen.serving.NativeThreads;
import io.metagen.transformer.CheckpointException;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.LoadLog;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import io.metagen.v1.GeneratorServiceGrpc;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded model and the engine that runs it, from the service's start to its end. One that can't
 * be made ends the process with status 1; a gRPC server that misses it would only be logged.
 */
@Singleton
@Startup
public class GeneratorRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(GeneratorRuntime.class);

  /** Steps after which more make first calls no faster. */
  private static final int WARM_UP_STEPS = 400;

  private final ServedModel model;
  private final KvEventLog kvEvents;
  private final Engine engine;

  /**
   * Loads the checkpoint; the gRPC server starts afterwards.
   *
   * @throws io.metagen.transformer.CheckpointException if the folder can't be served
   */
  GeneratorRuntime(GeneratorConfig config, GrpcHealthStorage health, MeterRegistry registry) {
    NativeThreads.use(config.threads());
    KvSettings kv = KvSettings.of(config);
    Transformer transformer = load(config, kv);
    int blocks = blocks(config, transformer.config(), kv);
    model =
        new ServedModel(
            config.modelName(),
            transformer.fingerprint(),
            transformer.config(),
            tokenizer(config.modelFolder(), transformer.config().vocabularySize()),
            ChatTemplate.load(config.modelFolder()),
            GenerationDefaults.read(config.modelFolder()),
            config.blockSize(),
            kv.budget(transformer.config().slidingWindow()).longest(blocks, config.blockSize()));
    kvEvents = new KvEventLog(config.kvEventBatches(), InstantSource.system());
    TokenModel memory = new DjlTokenModel(transformer, blocks, config.blockSize());
    engine = new Engine(parts(config, memory, blocks, kvEvents), _ -> stopServing(health));
    warmUp(config, transformer, WarmUp.blocks(blocks, config.blockSize()));
    new EngineMetrics(registry, engine, model.name()).register();
    LOG.info("serving {} ({}) with {} KV blocks", model.name(), model.version(), blocks);
  }

  private void warmUp(GeneratorConfig config, Transformer transformer, int blocks) {
    if (config.warmUp().isZero()) {
      return;
    }
    TokenModel memory = DjlTokenModel.borrowing(transformer, blocks, config.blockSize());
    KvEventLog nobody = new KvEventLog(1, InstantSource.system());
    try {
      engine.warmUp(
          new WarmUp(parts(config, memory, blocks, nobody), transformer.config()),
          new WarmUpBudget(WARM_UP_STEPS, config.warmUp(), System::nanoTime, LOG::info));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while warming up", e);
    }
  }

  private static Transformer load(GeneratorConfig config, KvSettings kv) {
    LoadLog log = new LoadLog(config.modelFolder().toString(), InstantSource.system(), LOG::info);
    return Transformer.load(
        config.modelFolder(),
        Transformer.Options.on(config.device(), config.precision())
            .with(config.precisionExceptions())
            .with(kv.options()),
        log);
  }

  public ServedModel model() {
    return model;
  }

  public KvEventLog kvEvents() {
    return kvEvents;
  }

  public Engine engine() {
    return engine;
  }

  @PreDestroy
  void close() {
    engine.close();
    model.tokenizer().close();
  }

  private EngineParts parts(
      GeneratorConfig config, TokenModel memory, int blocks, KvEventLog events) {
    return new EngineParts(
        memory,
        new PrefixCache(
            new BlockManager(blocks), config.blockSize(), new ModelHasher(model), events),
        model.tokenizer()::newStreamDecoder,
        model.config()::flopsPerToken,
        events::flush,
        new EngineSettings(
            config.maxRunningSequences(),
            config.stepTokenBudget(),
            config.maxWaitingSequences(),
            config.prefixCache(),
            KvSettings.of(config).budget(model.config().slidingWindow())),
        System::nanoTime);
  }

  /** Loads the tokenizer; ids that end a sample must be ones that the network can draw. */
  private static Tokenizer tokenizer(Path folder, int vocabularySize) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    for (int id : tokenizer.stopIds()) {
      if (id >= vocabularySize) {
        tokenizer.close();
        throw new CheckpointException(
            folder.resolve("generation_config.json"),
            "eos_token_id",
            id + " is outside the vocabulary of " + vocabularySize + " tokens");
      }
    }
    return tokenizer;
  }

  private static int blocks(GeneratorConfig config, ModelConfig shape, KvSettings kv) {
    long blockBytes = KvPool.blockBytes(shape, config.blockSize(), kv.options());
    long blocks = config.kvMemory().asLongValue() / blockBytes;
    if (blocks < 1 || blocks * config.blockSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "metagen.generator.kv-memory: holds " + blocks + " blocks of " + blockBytes + " bytes");
    }
    return (int) blocks;
  }

  private static void stopServing(GrpcHealthStorage health) {
    health.setStatus(GeneratorServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, ServingStatus.NOT_SERVING);
  }
}
