package io.metagen.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.error.ServiceException;
import io.metagen.generator.engine.Engines.Bench;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.v1.ErrorReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sequences that give back what their window leaves behind; the fake model checks in each step that
 * what is seen is there. They must be as if they had kept everything.
 */
final class WindowTest {
  private static final BlockBudget BUDGET = new BlockBudget(1, 3, 0);
  private static final int HELD = 4;
  private static final int LONG = 30 * Engines.BLOCK_SIZE;

  @RegisterExtension final Engines engines = new Engines();

  private Bench bench(int blocks, int maxRunning, int tokenBudget, boolean prefixCache) {
    return engines.bench(
        blocks, new EngineSettings(maxRunning, tokenBudget, 1000, prefixCache, BUDGET));
  }

  /** An engine whose sequences see the window and keep everything. */
  private Bench keeping() {
    return engines.bench(1000, new EngineSettings(64, 512, 1000), BUDGET);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1000, false", "6, true", "4, true", "4, false"})
  void samples_anyMemory_areTheSameAsWithAllBlocks(int blocks, boolean prefixCache)
      throws InterruptedException {
    List<SampleSpec> three = Specs.samples(3, LONG, Specs.prompt(LONG - 3, 1));
    assertThat(bench(blocks, 4, 16, prefixCache).run(three)).isEqualTo(keeping().run(three));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sample_promptAndOutputLongerThanMemory_holdsItsBudgetAndEnds(boolean prefixCache) {
    Bench bench = bench(HELD, 1, 64, prefixCache);
    GenerationCall call = bench.submit(Specs.samples(1, LONG, Specs.prompt(LONG, 1)));
    while (!bench.core.idle()) {
      bench.core.step();
      assertThat(bench.core.load().usedBlocks()).isLessThanOrEqualTo(HELD);
      bench.core.checkIntegrity();
    }
    assertThat(call.output().report()).isPresent();
    assertThat(bench.totals.preemptions()).isZero();
    assertThat(bench.cache.available()).isEqualTo(HELD);
  }

  @Test
  void sample_muchMemory_holdsItsBudgetAfterEachStep() {
    Bench bench = bench(100, 1, 64, true);
    bench.submit(Specs.samples(1, LONG, Specs.prompt(LONG, 1)));
    while (!bench.core.idle()) {
      bench.core.step();
      assertThat(bench.core.load().usedBlocks()).isLessThanOrEqualTo(HELD);
    }
  }

  @Test
  void sample_memoryToSpare_promptGoesInLongChunks() {
    Bench bench = bench(100, 1, 64, true);
    bench.submit(Specs.samples(1, 1, Specs.prompt(LONG, 1)));
    bench.runToEnd();
    assertThat(bench.model.steps()).isEqualTo(Math.ceilDiv(LONG, 64));
  }

  @Test
  void sample_longPromptBesideOthers_takesNoBlockThatTheyNeed() {
    Bench bench = bench(2 * HELD + 2, 2, 64, true);
    bench.submit(Specs.samples(1, LONG, Specs.prompt(1, 1)));
    bench.core.step();
    bench.submit(Specs.samples(1, LONG, Specs.prompt(LONG, 2)));
    bench.runToEnd();
    assertThat(bench.totals.preemptions()).isZero();
  }

  @Test
  void sample_prefixCached_findsAllFullBlocks() throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 40, Specs.prompt(101, 2));
    Bench bench = bench(1000, 4, 512, true);
    List<List<Integer>> first = bench.run(one);
    GenerationCall again = bench.submit(one);
    bench.runToEnd();
    assertThat(Outputs.tokens(again)).isEqualTo(first);
    assertThat(again.output().report().orElseThrow().usage().cachedPromptTokens()).isEqualTo(100);
    assertThat(bench.cache.blocks().cached()).isEqualTo(35);
  }

  @Test
  void samples_forkBehindTheWindow_shareWhatIsHeld() {
    Bench bench = bench(100, 16, 64, true);
    bench.submit(Specs.samples(16, 1 + LONG, Specs.prompt(LONG, 1)));
    while (bench.core.load().running() < 16) {
      bench.core.step();
    }
    assertThat(bench.core.load().usedBlocks()).isLessThanOrEqualTo(HELD);
    bench.runToEnd();
  }

  @Test
  void score_longContinuation_everyTokenIsScored() throws InterruptedException {
    Bench bench = bench(HELD, 2, 16, true);
    int[] continuation = Specs.prompt(LONG, 3);
    bench.totals.enqueue(1, 100);
    SampleSpec spec = Specs.sample(0, 0, StopRules.after(1), Specs.prompt(33, 1));
    GenerationCall call =
        GenerationCall.scoring(spec, List.of(continuation), bench.parts, bench.totals);
    bench.core.submit(call);
    bench.runToEnd();
    assertThat(Outputs.tokens(call).getFirst())
        .isEqualTo(Arrays.stream(continuation).boxed().toList());
  }

  /**
   * Prompts that begin alike, forks, cancels and too little memory: samples are as if alone and
   * with all blocks, and blocks that one sequence gave back and others hold or find stay whole.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomCalls_littleMemory_allEndAsIfAloneWithAllBlocks(long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    Bench bench = bench(14, 6, 12, seed != 2);
    List<List<SampleSpec>> requests = new ArrayList<>();
    List<GenerationCall> calls = new ArrayList<>();
    List<GenerationCall> cancelled = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      if (random.nextInt(25) == 0) {
        requests.add(Specs.samples(1 + random.nextInt(4), 1 + random.nextInt(40), prompt(random)));
        calls.add(bench.submit(requests.getLast()));
      }
      if (!calls.isEmpty() && random.nextInt(100) == 0) {
        cancelled.add(calls.get(random.nextInt(calls.size())));
        bench.core.fail(cancelled.getLast(), hangup());
      }
      if (!bench.core.idle()) {
        bench.core.step();
      }
      bench.core.checkIntegrity();
    }
    bench.runToEnd();
    assertThat(bench.totals.preemptions()).as("seed %d", seed).isPositive();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).output().report().isPresent()) {
        assertThat(Outputs.tokens(calls.get(i)))
            .as("seed %d call %d", seed, i)
            .isEqualTo(keeping().run(requests.get(i)));
      } else {
        assertThat(cancelled).contains(calls.get(i));
      }
    }
  }

  private static int[] prompt(Random random) {
    int[] prompt = Specs.prompt(1 + random.nextInt(60), random.nextInt(2));
    for (int i = random.nextInt(60); i < prompt.length; i++) {
      prompt[i] = random.nextInt(2);
    }
    return prompt;
  }

  private static ServiceException hangup() {
    return ServiceException.of(ErrorReason.ERROR_REASON_CALLER_CANCELLED, "hung up", Map.of());
  }
}
