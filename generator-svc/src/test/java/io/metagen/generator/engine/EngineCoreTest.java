package io.metagen.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metagen.error.ServiceException;
import io.metagen.generator.engine.Engines.Bench;
import io.metagen.v1.ErrorReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineCoreTest {
  private static final int[] PROMPT = Specs.prompt(11, 1);
  private final ServiceException hangup =
      ServiceException.of(ErrorReason.ERROR_REASON_CALLER_CANCELLED, "hung up", Map.of());

  @RegisterExtension final Engines engines = new Engines();

  @Test
  void sample_aloneOrAmong64_isTheSame() throws InterruptedException {
    List<SampleSpec> all = Specs.samples(64, 20, PROMPT);
    List<List<Integer>> together = engines.bench(1000, 64, 512).run(all);
    for (int i : List.of(0, 1, 31, 63)) {
      assertThat(engines.bench(1000, 64, 512).run(List.of(all.get(i))))
          .containsExactly(together.get(i));
    }
    assertThat(together).doesNotHaveDuplicates();
  }

  @Test
  void sample_preempted_isTheSame() throws InterruptedException {
    List<SampleSpec> all = Specs.samples(8, 30, PROMPT);
    Bench small = engines.bench(14, 8, 64);
    assertThat(small.run(all)).isEqualTo(engines.bench(1000, 8, 64).run(all));
    assertThat(small.totals.preemptions()).as("preemptions").isPositive();
  }

  @Test
  void sample_promptInChunks_isTheSame() throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 9, Specs.prompt(101, 2));
    Bench chunked = engines.bench(1000, 4, 8);
    assertThat(chunked.run(one)).isEqualTo(engines.bench(1000, 4, 512).run(one));
    assertThat(chunked.model.largestStep()).isLessThanOrEqualTo(8);
  }

  @Test
  void sample_prefixCached_isTheSameAndProcessesLess() throws InterruptedException {
    List<SampleSpec> one = Specs.samples(1, 9, Specs.prompt(41, 2));
    Bench bench = engines.bench(1000, 4, 512);
    List<List<Integer>> first = bench.run(one);
    int processed = bench.model.processedTokens();

    GenerationCall again = bench.submit(one);
    bench.runToEnd();

    assertThat(Outputs.tokens(again)).isEqualTo(first);
    assertThat(bench.model.processedTokens() - processed).isEqualTo(processed - 40);
    assertThat(again.output().report().orElseThrow().usage().cachedPromptTokens()).isEqualTo(40);
  }

  @Test
  void samples_withoutPrefixCache_areTheSameAndNothingIsFoundAgain() throws InterruptedException {
    List<SampleSpec> all = Specs.samples(4, 9, Specs.prompt(41, 2));
    Bench bench = engines.bench(1000, new EngineSettings(4, 512, 1000, false));
    List<List<Integer>> first = bench.run(all);
    int processed = bench.model.processedTokens();

    GenerationCall again = bench.submit(all);
    bench.runToEnd();

    assertThat(first).isEqualTo(engines.bench(1000, 4, 512).run(all));
    assertThat(Outputs.tokens(again)).isEqualTo(first);
    assertThat(processed).as("the prompt once, then each sample's own").isEqualTo(41 + 4 * 8);
    assertThat(bench.model.processedTokens()).isEqualTo(2 * processed);
    assertThat(again.output().report().orElseThrow().usage().cachedPromptTokens()).isZero();
    assertThat(bench.cache.blocks().free()).isEqualTo(1000);
  }

  @Test
  void sample_preemptedWithoutPrefixCache_isTheSame() throws InterruptedException {
    List<SampleSpec> all = Specs.samples(8, 30, PROMPT);
    Bench small = engines.bench(14, new EngineSettings(8, 64, 1000, false));

    assertThat(small.run(all)).isEqualTo(engines.bench(1000, 8, 64).run(all));
    assertThat(small.totals.preemptions()).as("preemptions").isPositive();
  }

  @Test
  void samples_ofOnePrompt_processItOnceAndCopyItsLastBlockOncePerFork()
      throws InterruptedException {
    Bench bench = engines.bench(1000, 64, 512);
    GenerationCall call = bench.submit(Specs.samples(16, 2, PROMPT));
    bench.runToEnd();

    assertThat(Outputs.tokens(call)).allMatch(tokens -> tokens.size() == 2);
    assertThat(bench.model.processedTokens()).isEqualTo(PROMPT.length + 16);
    assertThat(bench.model.copies()).isEqualTo(15);
    assertThat(bench.model.steps()).isEqualTo(2);
    Usage usage = call.output().report().orElseThrow().usage();
    assertThat(usage.promptTokens()).isEqualTo(PROMPT.length);
    assertThat(usage.generatedTokens()).isEqualTo(32);
    double prompt = 11 * 100 + 66;
    assertThat(usage.flops()).isEqualTo(prompt + 16 * (100 + 12));
  }

  @Test
  void calls_samePromptAtOnce_processItOnce() throws InterruptedException {
    Bench bench = engines.bench(1000, 8, 8);
    GenerationCall first = bench.submit(Specs.samples(1, 3, PROMPT));
    GenerationCall second = bench.submit(Specs.samples(1, 3, PROMPT));
    bench.runToEnd();

    assertThat(Outputs.tokens(second)).isEqualTo(Outputs.tokens(first));
    assertThat(bench.model.processedTokens()).isEqualTo(PROMPT.length + 2 * 2);
    assertThat(second.output().report().orElseThrow().usage().cachedPromptTokens())
        .isEqualTo(PROMPT.length);
  }

  @Test
  void samples_moreThanSlots_allEnd() throws InterruptedException {
    List<SampleSpec> all = Specs.samples(20, 5, PROMPT);
    Bench narrow = engines.bench(1000, 3, 16);
    assertThat(narrow.run(all)).isEqualTo(engines.bench(1000, 64, 512).run(all));
  }

  @Test
  void fail_midway_freesEverythingBeforeTheNextStep() {
    Bench bench = engines.bench(1000, 8, 16);
    GenerationCall call = bench.submit(Specs.samples(12, 50, PROMPT));
    for (int i = 0; i < 5; i++) {
      bench.core.step();
    }
    assertThat(bench.core.load().running()).isEqualTo(8);

    bench.core.fail(call, hangup);

    assertThat(bench.core.load().running()).isZero();
    assertThat(bench.core.load().usedBlocks()).isZero();
    assertThat(bench.totals.waiting()).isZero();
    assertThat(catchThrowableOfType(ServiceException.class, () -> call.output().next()))
        .isSameAs(hangup);
  }

  @Test
  void fail_leaderWhilePrefilling_othersGoOn() throws InterruptedException {
    Bench bench = engines.bench(1000, 8, 8);
    GenerationCall first = bench.submit(Specs.samples(2, 3, Specs.prompt(30, 1)));
    GenerationCall second = bench.submit(Specs.samples(2, 3, Specs.prompt(30, 1)));
    bench.core.step();
    bench.core.fail(first, hangup);
    bench.runToEnd();
    assertThat(Outputs.tokens(second)).allMatch(tokens -> tokens.size() == 3);
  }

  @Test
  void publisher_behindByManySteps_losesAndReordersNothing() throws InterruptedException {
    Bench bench = engines.bench(1000, 8, 64);
    List<SampleSpec> all = Specs.samples(12, 9, PROMPT);
    List<Runnable> held = new ArrayList<>();
    EngineCore behind = new EngineCore(bench.parts, bench.totals, held::add);
    GenerationCall call = GenerationCall.sampling(all, bench.parts, bench.totals);
    behind.submit(call);
    while (!behind.idle()) {
      behind.step();
    }
    assertThat(call.output().report()).isEmpty();

    held.forEach(Runnable::run);

    List<List<Integer>> tokens = Outputs.tokens(call);
    assertThat(tokens).allMatch(sample -> sample.size() == 9);
    assertThat(tokens).isEqualTo(engines.bench(1000, 8, 64).run(all));
    assertThat(call.output().report().orElseThrow().usage().generatedTokens()).isEqualTo(12 * 9);
    assertThat(bench.totals.generatedTokens()).isEqualTo(12 * 9);
  }

  @Test
  void fail_resultsNotYetPublished_readerIsToldTheReason() {
    Bench bench = engines.bench(1000, 8, 64);
    List<Runnable> held = new ArrayList<>();
    EngineCore behind = new EngineCore(bench.parts, bench.totals, held::add);
    GenerationCall call =
        GenerationCall.sampling(Specs.samples(2, 9, PROMPT), bench.parts, bench.totals);
    behind.submit(call);
    behind.step();
    behind.step();

    behind.fail(call, hangup);
    held.forEach(Runnable::run);

    assertThat(catchThrowableOfType(ServiceException.class, () -> call.output().next()))
        .isSameAs(hangup);
  }

  @Test
  void sample_endTokenDrawn_endsWithIt() throws InterruptedException {
    List<Integer> free = engines.bench(100, 1, 16).run(Specs.samples(1, 30, PROMPT)).getFirst();
    int end = free.get(5);
    StopRules stop = new StopRules(30, Set.of(end), List.of(), false, List.of(), 0);
    Bench bench = engines.bench(100, 1, 16);
    List<Integer> ended = bench.run(List.of(Specs.sample(0, 0, stop, PROMPT))).getFirst();
    assertThat(ended).isEqualTo(free.subList(0, free.indexOf(end) + 1));
  }

  @Test
  void sample_stepLength_endsAfterSoManyTokens() throws InterruptedException {
    StopRules stop = new StopRules(30, Set.of(), List.of(), false, List.of(), 4);
    Bench bench = engines.bench(100, 1, 16);
    assertThat(bench.run(List.of(Specs.sample(0, 0, stop, PROMPT))).getFirst()).hasSize(4);
  }

  @Test
  void score_continuations_scoresEachToken() throws InterruptedException {
    Bench bench = engines.bench(100, 4, 6);
    List<int[]> continuations = List.of(new int[] {3, 1, 4}, new int[] {1}, new int[] {5, 9});
    bench.totals.enqueue(3, 100);
    SampleSpec spec = Specs.sample(0, 0, StopRules.after(1), PROMPT);
    GenerationCall call = GenerationCall.scoring(spec, continuations, bench.parts, bench.totals);
    bench.core.submit(call);
    bench.runToEnd();

    assertThat(Outputs.tokens(call)).containsExactly(List.of(3, 1, 4), List.of(1), List.of(5, 9));
    Usage usage = call.output().report().orElseThrow().usage();
    assertThat(usage.generatedTokens()).isZero();
    assertThat(usage.promptTokens()).isEqualTo(PROMPT.length);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void score_littleMemory_everyTokenIsScoredOnce(long seed) throws InterruptedException {
    Random random = new Random(seed);
    Bench bench = engines.bench(15, 6, 12);
    List<GenerationCall> calls = new ArrayList<>();
    List<List<Integer>> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int[] continuation = Specs.prompt(1 + random.nextInt(30), random.nextInt(5));
      int[] prompt = Specs.prompt(1 + random.nextInt(20), random.nextInt(3));
      SampleSpec spec = Specs.sample(0, 0, StopRules.after(1), prompt);
      bench.totals.enqueue(1, Integer.MAX_VALUE);
      calls.add(GenerationCall.scoring(spec, List.of(continuation), bench.parts, bench.totals));
      expected.add(Arrays.stream(continuation).boxed().toList());
      bench.core.submit(calls.getLast());
      if (random.nextInt(3) == 0) {
        bench.submit(Specs.samples(2, 1 + random.nextInt(20), prompt));
      }
      for (int step = random.nextInt(4); step > 0 && !bench.core.idle(); step--) {
        bench.core.step();
      }
    }
    bench.runToEnd();

    assertThat(bench.totals.preemptions()).as("seed %d", seed).isPositive();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(Outputs.tokens(calls.get(i)).getFirst())
          .as("seed %d call %d", seed, i)
          .isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260731})
  void randomCalls_littleMemory_allEndAsIfAlone(long seed) throws InterruptedException {
    Random random = new Random(seed);
    Bench bench = engines.bench(24, 6, 12);
    List<List<SampleSpec>> requests = new ArrayList<>();
    List<GenerationCall> calls = new ArrayList<>();
    List<GenerationCall> cancelled = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      if (random.nextInt(20) == 0) {
        requests.add(
            Specs.samples(
                1 + random.nextInt(5),
                1 + random.nextInt(40),
                Specs.prompt(1 + random.nextInt(40), random.nextInt(3))));
        calls.add(bench.submit(requests.getLast()));
      }
      if (!calls.isEmpty() && random.nextInt(100) == 0) {
        cancelled.add(calls.get(random.nextInt(calls.size())));
        bench.core.fail(cancelled.getLast(), hangup);
      }
      if (!bench.core.idle()) {
        bench.core.step();
      }
      if (step % 100 == 0) {
        bench.core.checkIntegrity();
      }
    }
    bench.runToEnd();
    assertThat(bench.totals.waiting()).as("seed %d", seed).isZero();
    assertThat(bench.totals.preemptions()).as("seed %d", seed).isPositive();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).output().report().isPresent()) {
        assertThat(Outputs.tokens(calls.get(i)))
            .as("seed %d call %d", seed, i)
            .isEqualTo(engines.bench(1000, 64, 512).run(requests.get(i)));
      } else {
        assertThat(cancelled).contains(calls.get(i));
      }
    }
  }
}
