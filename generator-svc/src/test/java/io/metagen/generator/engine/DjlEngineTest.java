package io.metagen.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.generator.TinyModel;
import io.metagen.transformer.KvOptions;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixHasher;
import io.metagen.transformer.cache.PrefixListener;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import io.metagen.transformer.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on a random network: what a sample is must not depend on its company. */
final class DjlEngineTest {
  private static final int BLOCK_SIZE = 16;
  private static final int MAX_TOKENS = 24;
  private static final SamplingParams PENALIZED =
      new SamplingParams(0.9f, 50, 0.95f, 0.01f, 1.2f, 0.3f, 0.2f, Map.of(65, 1f), 0);

  private static Path folder;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void write() {
    folder = TinyModel.newFolder();
    tokenizer = Tokenizer.load(folder);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void sample_aloneAmong64PreemptedOrChunked_isTheSameToTheLastBit() throws InterruptedException {
    List<SampleSpec> all = samples(64, "How many apples are left on the table?\n");
    List<List<Integer>> together = run(core(1000, 64, 512), all);

    EngineParts small = core(26, 16, 64);
    EngineTotals totals = new EngineTotals(System::nanoTime);
    List<List<Integer>> preempted = run(small, totals, all);
    assertThat(totals.preemptions()).as("preemptions").isPositive();
    assertThat(preempted).isEqualTo(together);
    for (int i : List.of(0, 17, 63)) {
      assertThat(run(core(1000, 1, 8), List.of(all.get(i)))).containsExactly(together.get(i));
    }
  }

  /** Prompt and output are longer than what a sequence may hold, 48 positions. */
  @Test
  void sample_givesBlocksUpAloneAmong64PreemptedOrChunked_isTheSameToTheLastBit()
      throws InterruptedException {
    BlockBudget budget = new BlockBudget(1, 1, 1);
    List<SampleSpec> all =
        samples(64, "How many apples are left on the table, and how many of them did you see?\n");
    List<List<Integer>> together = run(core(1000, 64, 512, budget), all);

    EngineParts small = core(12, 16, 64, budget);
    EngineTotals totals = new EngineTotals(System::nanoTime);
    assertThat(run(small, totals, all)).isEqualTo(together);
    assertThat(totals.preemptions()).as("preemptions").isPositive();
    for (int i : List.of(0, 17, 63)) {
      assertThat(run(core(1000, 1, 5, budget), List.of(all.get(i))))
          .containsExactly(together.get(i));
    }
    assertThat(run(core(1000, 64, 512), all)).as("nothing given up").isNotEqualTo(together);
  }

  /** Of 21 last and 5 first positions: 4 blocks, when all samples have some 100 tokens. */
  @Test
  void sample_inAWindowThatGivesBlocksBack_isTheSameToTheLastBitAsWithAllBlocks()
      throws InterruptedException {
    KvOptions window = new KvOptions(KvType.F32, 21, 5);
    BlockBudget budget = window.budget(BLOCK_SIZE, 0);
    List<SampleSpec> all =
        samples(64, "How many apples are left on the table, and how many of them did you see?\n");
    List<List<Integer>> kept = run(parts(window, 1000, new Sizes(64, 512, BlockBudget.ALL)), all);

    EngineTotals totals = new EngineTotals(System::nanoTime);
    assertThat(run(parts(window, 12, new Sizes(16, 64, budget)), totals, all)).isEqualTo(kept);
    assertThat(totals.preemptions()).as("preemptions").isPositive();
    assertThat(run(parts(window, 1000, new Sizes(64, 512, budget)), all)).isEqualTo(kept);
    for (int i : List.of(0, 17, 63)) {
      assertThat(run(parts(window, 4, new Sizes(1, 5, budget)), List.of(all.get(i))))
          .containsExactly(kept.get(i));
    }
    assertThat(run(core(1000, 64, 512), all)).as("all is seen").isNotEqualTo(kept);
  }

  @Test
  void sample_prefixCached_isTheSame() throws InterruptedException {
    assertTheSameFromTheCache(BlockBudget.ALL);
  }

  /** What the tree keeps of the attention decides what the second one gives up. */
  @Test
  void sample_prefixCachedAndBlocksGivenUp_isTheSame() throws InterruptedException {
    assertTheSameFromTheCache(new BlockBudget(1, 1, 1));
  }

  private static void assertTheSameFromTheCache(BlockBudget budget) throws InterruptedException {
    List<SampleSpec> one = samples(3, "A prompt of some full blocks, said twice to the engine.\n");
    EngineParts parts = core(1000, 8, 512, budget);
    EngineTotals totals = new EngineTotals(System::nanoTime);
    EngineCore engine = new EngineCore(parts, totals, Runnable::run);
    List<List<List<Integer>>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      GenerationCall call = GenerationCall.sampling(one, parts, totals);
      engine.submit(call);
      runToEnd(engine);
      runs.add(Outputs.tokens(call));
    }
    assertThat(totals.cachedPromptTokens()).isEqualTo(48);
    assertThat(runs.getFirst()).isEqualTo(runs.getLast());
    engine.checkIntegrity();
    parts.model().close();
  }

  @Test
  void warmUp_manySteps_leavesCountsMemoryAndSamplesAsTheyWere() throws InterruptedException {
    List<SampleSpec> samples = samples(3, "A prompt of some full blocks.\n");
    List<List<Integer>> cold = run(core(100, 8, 64), samples);
    Transformer network = network();
    List<String> lines = new ArrayList<>();
    try (Engine engine =
        new Engine(parts(model(network, 100), 100, new Sizes(8, 64, BlockBudget.ALL)), _ -> {})) {
      TokenModel separate = DjlTokenModel.borrowing(network, 40, BLOCK_SIZE);
      engine.warmUp(
          new WarmUp(parts(separate, 40, new Sizes(8, 64, BlockBudget.ALL)), network.config()),
          new WarmUpBudget(150, Duration.ofHours(1), () -> 0, lines::add));

      assertThat(lines).containsExactly("warmed up with 150 steps in 0.0 s");
      assertThat(engine.checkIntegrity()).isEqualTo(new EngineLoad(0, 0, 0, 100));
      EngineTotals totals = engine.totals();
      assertThat(totals.steps() + totals.promptTokens() + totals.generatedTokens()).isZero();
      assertThat(totals.waiting() + totals.cancellations() + totals.preemptions()).isZero();
      assertThat(totals.stepSeconds() + totals.forwardSeconds()).isZero();
      assertThat(Outputs.tokens(engine.generate(samples))).isEqualTo(cold);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void warmUp_anyMemory_usesTheWholeBudget(int blocks) throws InterruptedException {
    Transformer network = network();
    List<String> lines = new ArrayList<>();
    try (TokenModel _ = model(network, 1)) {
      TokenModel separate = DjlTokenModel.borrowing(network, blocks, BLOCK_SIZE);
      new WarmUp(parts(separate, blocks, new Sizes(64, 64, BlockBudget.ALL)), network.config())
          .run(new WarmUpBudget(60, Duration.ofHours(1), () -> 0, lines::add));
    }
    assertThat(lines).containsExactly("warmed up with 60 steps in 0.0 s");
  }

  private static List<List<Integer>> run(EngineParts parts, List<SampleSpec> specs)
      throws InterruptedException {
    return run(parts, new EngineTotals(System::nanoTime), specs);
  }

  private static List<List<Integer>> run(
      EngineParts parts, EngineTotals totals, List<SampleSpec> specs) throws InterruptedException {
    EngineCore engine = new EngineCore(parts, totals, Runnable::run);
    GenerationCall call = GenerationCall.sampling(specs, parts, totals);
    engine.submit(call);
    runToEnd(engine);
    engine.checkIntegrity();
    parts.model().close();
    return Outputs.tokens(call);
  }

  private static void runToEnd(EngineCore engine) {
    while (!engine.idle()) {
      engine.step();
    }
  }

  private static List<SampleSpec> samples(int count, String prompt) {
    PromptTokens tokens = new PromptTokens("", tokenizer.encode(prompt, true));
    StopRules stop =
        new StopRules(MAX_TOKENS, Set.of(TinyModel.END), List.of("zz"), false, List.of(), 0);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new SampleSpec(
                    0,
                    i,
                    tokens,
                    99,
                    i % 2 == 0 ? SamplingParams.DEFAULT : PENALIZED,
                    LogprobRequest.NONE,
                    stop))
        .toList();
  }

  private static EngineParts core(int blocks, int maxRunning, int tokenBudget) {
    return core(blocks, maxRunning, tokenBudget, BlockBudget.ALL);
  }

  private static EngineParts core(int blocks, int maxRunning, int tokenBudget, BlockBudget budget) {
    return parts(model(network(), blocks), blocks, new Sizes(maxRunning, tokenBudget, budget));
  }

  private static EngineParts parts(KvOptions kv, int blocks, Sizes sizes) {
    Transformer.Options options = Transformer.Options.cpu(Precision.F32).with(kv);
    return parts(model(Transformer.load(folder, options), blocks), blocks, sizes);
  }

  private static Transformer network() {
    return Transformer.load(folder, Transformer.Options.cpu(Precision.F32));
  }

  private static TokenModel model(Transformer network, int blocks) {
    return new DjlTokenModel(network, blocks, BLOCK_SIZE);
  }

  private record Sizes(int maxRunning, int tokenBudget, BlockBudget budget) {}

  private static EngineParts parts(TokenModel model, int blocks, Sizes sizes) {
    PrefixCache cache =
        new PrefixCache(new BlockManager(blocks), BLOCK_SIZE, new NoHashes(), new Nobody());
    return new EngineParts(
        model,
        cache,
        tokenizer::newStreamDecoder,
        tokens -> tokens,
        () -> {},
        new EngineSettings(sizes.maxRunning, sizes.tokenBudget, 1000, true, sizes.budget),
        System::nanoTime);
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
