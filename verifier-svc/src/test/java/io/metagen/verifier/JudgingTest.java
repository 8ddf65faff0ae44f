package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.Problem;
import io.metagen.v1.Prompt;
import io.metagen.v1.RegexCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JudgingTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Cost COST = new Cost(10, 4, 100);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeVerifier length =
      new FakeVerifier("length", text -> new Judgement(score(text.length()), COST));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void judge_equalCandidates_areJudgedAndPaidOnce() {
    List<Judgement> judged = judge(judging(10), length, "p", List.of("aa", "b", "aa"));

    assertThat(judged).extracting(one -> one.verification().getScore()).containsExactly(2., 1., 2.);
    assertThat(judged).extracting(Judgement::cost).containsExactly(COST, COST, COST.cached());
    assertThat(length.asked()).containsExactly("aa", "b");
  }

  @Test
  void judge_knownCandidate_isNotJudgedAgain() {
    Judging judging = judging(10);
    judge(judging, length, "p", List.of("aa"));
    List<Judgement> again = judge(judging, length, "p", List.of("b", "aa"));

    assertThat(again).extracting(one -> one.verification().getScore()).containsExactly(1., 2.);
    assertThat(again).extracting(Judgement::cost).containsExactly(COST, new Cost(10, 10, 0));
    assertThat(length.asked()).containsExactly("aa", "b");
  }

  @Test
  void judge_otherProblemVersionOrSettings_isJudgedAgain() {
    Judging judging = judging(10);
    judge(judging, length, "p", List.of("aa"));
    judge(judging, length, "q", List.of("aa"));
    judge(judging, length.withVersion("2"), "p", List.of("aa"));
    VerifyRequest other = request("p").toBuilder().setVerifier(regex("y")).build();
    judging.judge(Judging.Call.of(length, other), List.of("aa"));

    assertThat(length.asked()).hasSize(4);
  }

  @Test
  void judge_noCache_judgesEachCall() {
    Judging judging = judging(0);
    judge(judging, length, "p", List.of("aa"));
    judge(judging, length, "p", List.of("aa"));
    assertThat(length.asked()).hasSize(2);
  }

  @Test
  void judge_failure_isNotKept() {
    Judging judging = judging(10);
    Verification failed =
        Verification.newBuilder().setFailure(Failure.getDefaultInstance()).build();
    FakeVerifier verifier = new FakeVerifier("fails", _ -> Judgement.free(failed));
    judge(judging, verifier, "p", List.of("a"));
    judge(judging, verifier, "p", List.of("a"));
    assertThat(verifier.asked()).hasSize(2);
  }

  @Test
  void judge_longerThanTheLimit_failsEachCandidateAndInterruptsTheWork() {
    AtomicBoolean interrupted = new AtomicBoolean();
    FakeVerifier slow = new FakeVerifier("slow", _ -> block(interrupted));
    Judging judging =
        new Judging(
            new JudgementCache(10),
            new Places(1, LONG),
            new CallLimit(Duration.ofMillis(20), threads));

    List<Judgement> judged = judge(judging, slow, "p", List.of("a", "b"));

    assertThat(judged).hasSize(2);
    assertThat(judged)
        .allSatisfy(
            one -> {
              assertThat(one.verification().hasScore()).isFalse();
              assertThat(one.verification().getFailure().getReason())
                  .isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
            });
    await().untilTrue(interrupted);
  }

  @Test
  void judge_noPlaceInTime_isRefusedWithARetryDelay() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    FakeVerifier busy = new FakeVerifier("busy", _ -> wait(mayEnd));
    Judging judging =
        new Judging(
            new JudgementCache(10), new Places(1, Duration.ZERO), new CallLimit(LONG, threads));
    CompletableFuture<List<Judgement>> first =
        CompletableFuture.supplyAsync(() -> judge(judging, busy, "p", List.of("a")), threads);
    await().until(() -> busy.asked().size() == 1);

    ServiceException refused =
        catchThrowableOfType(ServiceException.class, () -> judge(judging, busy, "p", List.of("b")));
    judge(judging, length, "p", List.of("another verifier's place is free"));
    mayEnd.countDown();

    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
    assertThat(first.join()).hasSize(1);
    assertThat(judge(judging, busy, "p", List.of("c"))).as("the place is free again").hasSize(1);
  }

  @Test
  void judge_callerHangsUp_interruptsTheWork() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    FakeVerifier slow = new FakeVerifier("slow", _ -> block(interrupted));
    CompletableFuture<ServiceException> failed = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    failed.complete(
                        catchThrowableOfType(
                            ServiceException.class,
                            () -> judge(judging(10), slow, "p", List.of("a")))));
    await().until(() -> slow.asked().size() == 1);
    caller.interrupt();

    assertThat(failed.get().reason()).isEqualTo(ErrorReason.ERROR_REASON_CALLER_CANCELLED);
    await().untilTrue(interrupted);
  }

  private Judging judging(int entries) {
    return new Judging(
        new JudgementCache(entries), new Places(4, LONG), new CallLimit(LONG, threads));
  }

  private static List<Judgement> judge(
      Judging judging, CandidateVerifier verifier, String problem, List<String> candidates) {
    return judging.judge(Judging.Call.of(verifier, request(problem)), candidates);
  }

  private static VerifyRequest request(String problem) {
    return VerifyRequest.newBuilder()
        .setProblem(Problem.newBuilder().setPrompt(Prompt.newBuilder().setText(problem)))
        .setVerifier(regex("x"))
        .build();
  }

  private static Verifier regex(String pattern) {
    return Verifier.newBuilder().setRegexCheck(RegexCheck.newBuilder().setPattern(pattern)).build();
  }

  private static Verification score(double score) {
    return Verification.newBuilder().setScore(score).build();
  }

  private static Judgement block(AtomicBoolean interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.set(true);
    }
    return Judgement.free(Verification.getDefaultInstance());
  }

  private static Judgement wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Judgement.free(score(1));
  }
}
