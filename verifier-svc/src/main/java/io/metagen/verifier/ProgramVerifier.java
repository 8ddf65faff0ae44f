package io.metagen.verifier;

import io.metagen.error.ErrorMapping;
import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Feedback;
import io.metagen.v1.ProgramCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.answer.FencedBlock;
import io.metagen.verifier.program.ProgramReport;
import io.metagen.verifier.program.ProgramSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs candidates as programs with unit tests. The score is 1 where they pass and 0 otherwise. */
record ProgramVerifier(ProgramSandbox sandbox) implements CandidateVerifier {
  private static final String FIELD = "verifier.program_check";
  private static final String VERSION = "1";
  private static final String PYTHON = "python";
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "program_check";
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Verifier.KindCase kind() {
    return Verifier.KindCase.PROGRAM_CHECK;
  }

  @Override
  public Judge judge(VerifyRequest request) {
    ProgramCheck check = request.getVerifier().getProgramCheck();
    if (!check.getLanguage().equals(PYTHON)) {
      throw ServiceException.invalidField(FIELD + ".language", "must be one of: " + PYTHON);
    }
    ProgramReport report = interruptible(() -> sandbox.check(check.getTests()));
    return switch (report.verdict()) {
      case VALID -> candidates -> interruptible(() -> judge(candidates, check.getTests()));
      case INVALID ->
          throw ServiceException.invalidField(
              FIELD + ".tests", "must be Python with assertions: " + report.text());
      case REFUSED -> throw refused(report);
      case LOST, PASSED, FAILED, ERROR, TIMEOUT, MEMORY -> throw lost(report);
    };
  }

  private List<Judgement> judge(List<String> candidates, String tests) throws InterruptedException {
    List<Callable<ProgramReport>> runs =
        candidates.stream()
            .map(text -> (Callable<ProgramReport>) () -> sandbox.run(FencedBlock.in(text), tests))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(runs).stream()
          .map(Future::resultNow)
          .map(report -> Judgement.free(verification(report)))
          .toList();
    }
  }

  private Verification verification(ProgramReport report) {
    Verification.Builder verification = Verification.newBuilder();
    return switch (report.verdict()) {
      case PASSED -> verification.setScore(1).build();
      case FAILED, ERROR, TIMEOUT, MEMORY ->
          verification
              .setScore(0)
              .setFeedback(Feedback.newBuilder().setText(report.feedback(sandbox.limits())))
              .build();
      case REFUSED -> verification.setFailure(ErrorMapping.toFailure(refused(report))).build();
      case LOST, VALID, INVALID ->
          verification.setFailure(ErrorMapping.toFailure(lost(report))).build();
    };
  }

  private static ServiceException refused(ProgramReport report) {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_NOT_IMPLEMENTED,
        FIELD + " needs what this machine has not: " + report.text(),
        Map.of("field", FIELD, "missing", "" + report.text()));
  }

  private static ServiceException lost(ProgramReport report) {
    return ServiceException.retryable(
        ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
        FIELD + ": " + report.text(),
        Map.of("field", FIELD, "cause", "" + report.text()),
        RETRY_DELAY,
        null);
  }

  private interface Interruptible<R> {
    R get() throws InterruptedException;
  }

  private static <R> R interruptible(Interruptible<R> work) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.of(
          ErrorReason.ERROR_REASON_CALLER_CANCELLED, "the caller hung up", Map.of());
    }
  }
}
