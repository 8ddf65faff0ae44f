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
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that give up blocks; the fake model checks in each step what they hold. */
final class HeavyHittersTest {
  private static final BlockBudget BUDGET = new BlockBudget(1, 2, 2);
  private static final int HELD = 5;
  private static final int LONG = 30 * Engines.BLOCK_SIZE;

  @RegisterExtension final Engines engines = new Engines();

  private Bench bench(int blocks, int maxRunning, int tokenBudget, boolean prefixCache) {
    return engines.bench(
        blocks, new EngineSettings(maxRunning, tokenBudget, 1000, prefixCache, BUDGET));
  }

  @Test
  void sample_longerThanItsMemory_ends() throws InterruptedException {
    Bench bench = bench(HELD, 1, 64, true);
    assertThat(bench.run(Specs.samples(1, LONG, Specs.prompt(LONG, 1))).getFirst()).hasSize(LONG);
  }

  @Test
  void sample_blocksGivenUp_areFree() {
    Bench bench = bench(100, 1, 64, false);
    bench.submit(Specs.samples(1, LONG, Specs.prompt(2, 1)));
    for (int step = 0; step < LONG - 1; step++) {
      bench.core.step();
      assertThat(bench.core.load().usedBlocks()).isLessThanOrEqualTo(HELD);
      assertThat(bench.cache.available()).isGreaterThanOrEqualTo(100 - HELD);
    }
    bench.core.step();
  }

  @Test
  void samples_forkAfterAnEviction_shareWhatIsHeld() {
    Bench bench = bench(100, 16, 64, true);
    bench.submit(Specs.samples(16, 1 + LONG, Specs.prompt(LONG, 1)));
    while (bench.core.load().running() < 16) {
      bench.core.step();
    }
    assertThat(bench.core.load().usedBlocks()).isLessThanOrEqualTo(HELD);
    bench.runToEnd();
  }

  @Test
  void sample_promptInChunks_isTheSame() throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 40, Specs.prompt(101, 2));
    assertThat(bench(1000, 4, 4, true).run(one)).isEqualTo(bench(1000, 4, 512, true).run(one));
  }

  @Test
  void sample_somethingGivenUp_isAnother() throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 40, Specs.prompt(101, 2));
    assertThat(bench(1000, 4, 512, true).run(one))
        .isNotEqualTo(engines.bench(1000, 4, 512).run(one));
  }

  @Test
  void sample_prefixCached_isTheSameAndFindsWhatWasComputedBeforeTheFirstEviction()
      throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 40, Specs.prompt(101, 2));
    Bench bench = bench(1000, 4, 512, true);
    List<List<Integer>> first = bench.run(one);
    GenerationCall again = bench.submit(one);
    bench.runToEnd();
    assertThat(Outputs.tokens(again)).isEqualTo(first);
    assertThat(again.output().report().orElseThrow().usage().cachedPromptTokens())
        .isEqualTo(HELD * Engines.BLOCK_SIZE);
    assertThat(bench.cache.blocks().cached()).isEqualTo(HELD);
  }

  @Test
  void sample_attendsToWhatIsHeld_costsThat() {
    Bench bench = bench(100, 1, 64, true);
    GenerationCall call = bench.submit(Specs.samples(1, 1, Specs.prompt(LONG, 1)));
    bench.runToEnd();
    int held = HELD * Engines.BLOCK_SIZE;
    double before = held * 100 + held * (held + 1) / 2.0;
    double block = 4 * 100 + (held - 3) + (held - 2) + (held - 1) + held;
    assertThat(call.output().report().orElseThrow().usage().flops()).isEqualTo(before + 25 * block);
  }

  @Test
  void score_longContinuation_everyTokenIsScored() throws InterruptedException {
    Bench bench = bench(8, 2, 16, true);
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
   * Prompts that begin alike, forks, cancels and too little memory: samples are as if alone, and
   * blocks that one sequence gave up and others hold or find stay whole.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomCalls_littleMemory_allEndAsIfAlone(long seed) throws InterruptedException {
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
            .isEqualTo(bench(1000, 64, 512, true).run(requests.get(i)));
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
