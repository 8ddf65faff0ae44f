package io.metagen.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import io.metagen.error.ServiceException;
import io.metagen.generator.engine.Engines.Bench;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EngineTest {
  private static final int[] PROMPT = Specs.prompt(11, 1);

  @RegisterExtension final Engines engines = new Engines();
  private final CompletableFuture<Throwable> death = new CompletableFuture<>();

  @Test
  void generate_tenThousandAtOnceOnAQueueOf100_servesSomeRefusesTheRest() throws Exception {
    Bench bench = engines.bench(64, new EngineSettings(16, 64, 100));
    try (Engine engine = new Engine(bench.parts, death::complete);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        int[] prompt = Specs.prompt(5 + i % 20, i % 7);
        answers.add(callers.submit(() -> servedOrRefused(engine, prompt)));
      }
      int served = 0;
      for (Future<Boolean> answer : answers) {
        served += answer.get() ? 1 : 0;
      }
      assertThat(served).isBetween(100, 10_000);
      engine.checkIntegrity();
      assertThat(servedOrRefused(engine, PROMPT)).as("still serving").isTrue();
      assertThat(engine.totals().waiting()).isZero();
    }
    assertThat(death).isNotDone();
    assertThat(bench.model.closed()).isTrue();
  }

  private static boolean servedOrRefused(Engine engine, int[] prompt) throws InterruptedException {
    try {
      GenerationCall call = engine.generate(Specs.samples(1, 10, prompt));
      assertThat(Outputs.tokens(call).getFirst()).hasSize(10);
      return true;
    } catch (ServiceException refused) {
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
      assertThat(refused.details()).hasAtLeastOneElementOfType(RetryInfo.class);
      return false;
    }
  }

  @Test
  void generate_neverFits_isRefusedAtOnce() {
    Bench bench = engines.bench(4, new EngineSettings(4, 16, 100));
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      ServiceException refused =
          catchThrowableOfType(
              ServiceException.class, () -> engine.generate(Specs.samples(1, 6, PROMPT)));
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_KV_EXHAUSTED);
      assertThat(engine.totals().waiting()).isZero();
    }
  }

  @Test
  void generate_exactlyFits_isServed() throws InterruptedException {
    Bench bench = engines.bench(4, new EngineSettings(4, 16, 100));
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      GenerationCall call = engine.generate(Specs.samples(3, 5, PROMPT));
      assertThat(Outputs.tokens(call)).allMatch(tokens -> tokens.size() == 5);
    }
  }

  @Test
  void generate_longerThanMemoryButGivesBlocksUp_isServedIfItsBudgetFits() throws Exception {
    EngineSettings settings = new EngineSettings(4, 16, 100, true, new BlockBudget(1, 2, 2));
    try (Engine engine = new Engine(engines.bench(5, settings).parts, death::complete)) {
      GenerationCall call = engine.generate(Specs.samples(2, 100, PROMPT));
      assertThat(Outputs.tokens(call)).allMatch(tokens -> tokens.size() == 100);
    }
    try (Engine engine = new Engine(engines.bench(4, settings).parts, death::complete)) {
      ServiceException refused =
          catchThrowableOfType(
              ServiceException.class, () -> engine.generate(Specs.samples(1, 100, PROMPT)));
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_KV_EXHAUSTED);
    }
  }

  @Test
  void generate_promptLongerThanMemory_isServedIfItsWindowFits() throws Exception {
    EngineSettings settings = new EngineSettings(4, 16, 100, true, new BlockBudget(1, 2, 0));
    int[] prompt = Specs.prompt(200, 1);
    try (Engine engine = new Engine(engines.bench(3, settings).parts, death::complete)) {
      GenerationCall call = engine.generate(Specs.samples(2, 100, prompt));
      assertThat(Outputs.tokens(call)).allMatch(tokens -> tokens.size() == 100);
      assertThat(engine.checkIntegrity().usedBlocks()).isZero();
    }
    try (Engine engine = new Engine(engines.bench(2, settings).parts, death::complete)) {
      ServiceException refused =
          catchThrowableOfType(
              ServiceException.class, () -> engine.generate(Specs.samples(1, 100, prompt)));
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_KV_EXHAUSTED);
    }
  }

  @Test
  void cancel_running_freesEverything() throws InterruptedException {
    Bench bench = engines.bench(300, new EngineSettings(4, 16, 100));
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      GenerationCall call = engine.generate(Specs.samples(4, 1000, PROMPT));
      assertThat(call.output().next()).isNotEmpty();
      engine.cancel(
          call,
          ServiceException.of(ErrorReason.ERROR_REASON_CALLER_CANCELLED, "hung up", Map.of()));
      engine.checkIntegrity();
      assertThat(engine.totals().waiting()).isZero();
      assertThat(bench.cache.blocks().used()).isZero();
      assertThat(engine.totals().cancellations()).isEqualTo(1);
      assertThat(engine.totals().mostCancellationSteps()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void checkIntegrity_betweenSteps_returnsWhatIsHeldThen() throws InterruptedException {
    Bench bench = engines.bench(300, new EngineSettings(4, 16, 100));
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      GenerationCall call = engine.generate(Specs.samples(4, 1000, PROMPT));
      call.output().next();
      assertThat(engine.checkIntegrity().running()).isEqualTo(4);
      engine.cancel(
          call,
          ServiceException.of(ErrorReason.ERROR_REASON_CALLER_CANCELLED, "hung up", Map.of()));
      assertThat(engine.checkIntegrity())
          .isEqualTo(new EngineLoad(0, 0, bench.cache.blocks().cached(), 300));
    }
  }

  @Test
  void checkIntegrity_leakedBlock_isNamedToTheCallerAndTheEngineGoesOn() throws Exception {
    Bench bench = engines.bench(300, new EngineSettings(4, 16, 100));
    int leaked = bench.cache.allocate().orElseThrow();
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      assertThatIllegalStateException()
          .isThrownBy(engine::checkIntegrity)
          .withMessageContaining("nobody runs, but blocks are used");
      assertThat(servedOrRefused(engine, PROMPT)).as("still serving").isTrue();
    }
    bench.cache.blocks().release(leaked);
  }

  @Test
  void workerDies_waitingAndLaterCalls_failUnavailable() throws Exception {
    Bench bench = new Engines().bench(300, new EngineSettings(4, 16, 100));
    try (Engine engine = new Engine(bench.parts, death::complete)) {
      GenerationCall running = engine.generate(Specs.samples(4, 1000, PROMPT));
      running.output().next();
      bench.model.breakDown();

      assertThat(death.get()).hasMessage("the fake model is broken");
      ServiceException failed =
          catchThrowableOfType(ServiceException.class, () -> Outputs.tokens(running));
      assertThat(failed.reason()).isEqualTo(ErrorReason.ERROR_REASON_NOT_READY);
      assertThat(engine.alive()).isFalse();
      assertThat(catchThrowableOfType(ServiceException.class, engine::checkIntegrity).reason())
          .isEqualTo(ErrorReason.ERROR_REASON_NOT_READY);
      assertThat(
              catchThrowableOfType(
                      ServiceException.class, () -> engine.generate(Specs.samples(1, 1, PROMPT)))
                  .reason())
          .isEqualTo(ErrorReason.ERROR_REASON_NOT_READY);
    }
  }
}
