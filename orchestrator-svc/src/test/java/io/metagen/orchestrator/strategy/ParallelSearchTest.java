package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import io.metagen.orchestrator.budget.BudgetLedger;
import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.v1.Budget;
import io.metagen.v1.Candidate;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Generation;
import io.metagen.v1.Problem;
import io.metagen.v1.PruneReason;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StopReason;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The search over ports in memory: order of arrival, failures and the end of the time. */
final class ParallelSearchTest {
  private static final int SAMPLES = 12;
  private static final BestOfN STRATEGY =
      new BestOfN(Generation.getDefaultInstance(), SAMPLES, Verifier.getDefaultInstance());

  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final List<SearchEvent> events = new ArrayList<>();

  @AfterEach
  void stop() {
    tasks.shutdownNow();
  }

  @Test
  void run_anyOrderOfArrival_sameOutcome() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Outcome expected = run(inOrder(), this::scores);
    for (int round = 0; round < 50; round++) {
      List<Integer> order = new ArrayList<>(inOrder());
      Collections.shuffle(order, random);
      assertThat(run(order, this::scores)).as("random seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void run_generatorFailsInTheMiddle_finishedCandidatesCountAndTheRestIsPruned() throws Exception {
    GeneratorPort failing =
        generator(
            listener -> {
              listener.finished(sample(4));
              listener.finished(sample(7));
              throw down();
            });

    Outcome outcome = run(failing, this::scores, TimeLimit.NONE);

    assertThat(outcome.candidates()).extracting(Candidate::getIndex).containsExactly(4, 7);
    assertThat(outcome.candidates()).allMatch(Candidate::hasScore);
    assertThat(outcome.choice().best().getIndex()).isEqualTo(7);
    assertThat(outcome.failures()).hasSize(1);
    assertThat(pruned(PruneReason.PRUNE_REASON_FAILED)).isEqualTo(SAMPLES - 2);
  }

  @Test
  void run_generatorFailsAtOnce_fails() {
    GeneratorPort failing =
        generator(
            listener -> {
              throw down();
            });

    assertThatThrownBy(() -> run(failing, this::scores, TimeLimit.NONE))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("away");
  }

  @Test
  void run_verifierFailsForSome_restIsChosenFromAndTheFailureIsTold() throws Exception {
    VerifierPort partly =
        request -> {
          if (startsWith("0", request)) {
            throw down();
          }
          return scores(request);
        };

    Outcome outcome = run(inOrder(), partly);

    assertThat(outcome.choice().best().getIndex()).isEqualTo(SAMPLES - 1);
    assertThat(outcome.candidates().getFirst().hasScore()).isFalse();
    assertThat(outcome.failures()).hasSize(1);
  }

  @Test
  void run_verifierFailsForAll_fails() {
    assertThatThrownBy(
            () ->
                run(
                    inOrder(),
                    request -> {
                      if (request.getValidateOnly()) {
                        return scores(request);
                      }
                      throw down();
                    }))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("away");
  }

  @Test
  void run_verifierRefusesTheRequest_failsEvenIfOthersWereJudged() {
    VerifierPort refusing =
        request -> {
          if (startsWith("8", request)) {
            throw ServiceException.invalidField("verifier", "is wrong");
          }
          return scores(request);
        };

    assertThatThrownBy(() -> run(inOrder(), refusing)).hasMessageContaining("is wrong");
  }

  @Test
  void run_verifierRefusesToValidate_nothingIsDrawn() {
    VerifierPort refusing =
        request -> {
          throw ServiceException.invalidField("verifier", "is wrong");
        };
    GeneratorPort untouched =
        generator(
            listener -> {
              throw new IllegalStateException("was called");
            });

    assertThatThrownBy(() -> run(untouched, refusing, TimeLimit.NONE))
        .hasMessageContaining("is wrong");
  }

  @Test
  void run_timeOver_bestSoFarAndTheCallIsInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    GeneratorPort stalling =
        generator(
            listener -> {
              listener.finished(sample(3));
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    TimeLimit soon = new TimeLimit(Instant.now().plusMillis(300), StopReason.STOP_REASON_DEADLINE);

    Outcome outcome = run(stalling, this::scores, soon);

    assertThat(outcome.stopReason()).isEqualTo(StopReason.STOP_REASON_DEADLINE);
    assertThat(outcome.choice().best().getIndex()).isEqualTo(3);
    assertThat(pruned(PruneReason.PRUNE_REASON_BUDGET)).isEqualTo(SAMPLES - 1);
    interrupted.await();
  }

  @Test
  void run_timeOverWithNothing_namesTheLimit() {
    GeneratorPort stalling = generator(listener -> new CountDownLatch(1).await());
    TimeLimit soon = new TimeLimit(Instant.now().plusMillis(50), StopReason.STOP_REASON_BUDGET);

    assertThatThrownBy(() -> run(stalling, this::scores, soon))
        .hasMessageContaining("spec.budget.max_wall_time");
  }

  @Test
  void run_defectInAPort_isNotSwallowed() {
    GeneratorPort broken =
        generator(
            listener -> {
              throw new IllegalStateException("defect");
            });

    assertThatThrownBy(() -> run(broken, this::scores, TimeLimit.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  private Outcome run(List<Integer> order, VerifierPort verifier) throws InterruptedException {
    return run(
        generator(
            listener -> {
              for (int index : order) {
                listener.finished(sample(index));
              }
            }),
        verifier,
        TimeLimit.NONE);
  }

  private Outcome run(GeneratorPort generator, VerifierPort verifier, TimeLimit time)
      throws InterruptedException {
    BudgetLedger ledger = new BudgetLedger(Budget.getDefaultInstance(), Clock.systemUTC());
    Search search = new Search(Problem.getDefaultInstance(), 1, "", false, ledger, time, 4);
    EventSink sink = event -> events.add(event.build());
    return ParallelSearch.run(
        STRATEGY, search, new Ports(generator, verifier, sink, tasks, Clock.systemUTC()));
  }

  /** The score of a candidate is its text, the answer its parity. */
  private VerifyResponse scores(io.metagen.v1.VerifyRequest request) {
    VerifyResponse.Builder response = VerifyResponse.newBuilder();
    for (VerifyCandidate candidate : request.getCandidatesList()) {
      int index = Integer.parseInt(candidate.getText());
      response.addVerifications(
          Verification.newBuilder().setScore(index).setAnswer(index % 2 == 0 ? "even" : "odd"));
    }
    return response.build();
  }

  private static boolean startsWith(String text, io.metagen.v1.VerifyRequest request) {
    return !request.getValidateOnly() && request.getCandidates(0).getText().equals(text);
  }

  private long pruned(PruneReason reason) {
    return events.stream().filter(event -> event.getNodePruned().getReason() == reason).count();
  }

  private static List<Integer> inOrder() {
    return java.util.stream.IntStream.range(0, SAMPLES).boxed().toList();
  }

  private static SampleFinished sample(int index) {
    return SampleFinished.newBuilder()
        .setSampleIndex(index)
        .setText(String.valueOf(index))
        .addTokenIds(1)
        .build();
  }

  private static ServiceException down() {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_DEPENDENCY_DOWN, "the other side is away", Map.of());
  }

  private static GeneratorPort generator(Script script) {
    return new GeneratorPort() {
      @Override
      public PromptFacts describe(SampleRequest request) {
        return new PromptFacts(5, new ModelShape(50, 1, 1));
      }

      @Override
      public TokenUsage generate(SampleRequest request, SampleListener listener)
          throws InterruptedException {
        script.play(listener);
        return TokenUsage.getDefaultInstance();
      }
    };
  }

  private interface Script {
    void play(SampleListener listener) throws InterruptedException;
  }
}
