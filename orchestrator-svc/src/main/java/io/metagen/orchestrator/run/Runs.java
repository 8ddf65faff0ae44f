package io.metagen.orchestrator.run;

import io.grpc.Context;
import io.grpc.Deadline;
import io.metagen.error.ServiceException;
import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.budget.TimeLimit;
import io.metagen.orchestrator.router.Router;
import io.metagen.orchestrator.spec.CheckedSpec;
import io.metagen.orchestrator.spec.SpecReader;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.orchestrator.telemetry.Telemetry;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Admits runs and carries them out on the calling thread. Thread-safe. */
public final class Runs {
  private final OrchestratorConfig config;
  private final Router router;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final SpecReader reader;
  private final Semaphore places;

  /**
   * Made once.
   *
   * @param random draws run ids and the seeds that requests leave open; thread-safe
   */
  public Runs(
      OrchestratorConfig config,
      Router router,
      Telemetry telemetry,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.router = router;
    this.telemetry = telemetry;
    this.clock = clock;
    this.random = random;
    this.reader = new SpecReader(config.maxSamples());
    this.places = new Semaphore(config.maxRuns());
  }

  /**
   * Carries out a run within the deadline of the current gRPC context.
   *
   * @param present whether the request has a spec
   * @param tokenProgress whether events tell of text as it grows
   * @throws ServiceException where there is no answer
   */
  public RunResult run(boolean present, RunSpec spec, boolean tokenProgress, EventSink events)
      throws InterruptedException {
    CheckedSpec checked = reader.read(present, spec);
    if (!places.tryAcquire()) {
      throw ServiceException.retryable(
          ErrorReason.ERROR_REASON_QUEUE_FULL,
          "all " + config.maxRuns() + " places for runs are taken",
          Map.of("maxRuns", "" + config.maxRuns()),
          config.retryDelay(),
          null);
    }
    try {
      Identity identity =
          new Identity(runId(), spec.hasSeed() ? spec.getSeed() : random.nextLong());
      return new Run(checked, identity, timeLimit(spec), config, router, telemetry, clock)
          .execute(tokenProgress, events);
    } finally {
      places.release();
    }
  }

  private TimeLimit timeLimit(RunSpec spec) {
    Instant now = clock.instant();
    TimeLimit limit = TimeLimit.NONE;
    if (spec.getBudget().hasMaxWallTime()) {
      var wall = spec.getBudget().getMaxWallTime();
      Duration time = Duration.ofSeconds(wall.getSeconds(), wall.getNanos());
      limit = limit.earlier(new TimeLimit(now.plus(time), StopReason.STOP_REASON_BUDGET));
    }
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null) {
      Duration left =
          Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS))
              .minus(config.deadlineMargin());
      limit = limit.earlier(new TimeLimit(now.plus(left), StopReason.STOP_REASON_DEADLINE));
    }
    if (limit.left(now).isZero()) {
      throw limit.reason() == StopReason.STOP_REASON_BUDGET
          ? limit.nothingInTime()
          : ServiceException.of(
              ErrorReason.ERROR_REASON_DEADLINE, "the deadline leaves no time to answer", Map.of());
    }
    return limit;
  }

  private String runId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** Names a run and its random numbers. */
  record Identity(String runId, long seed) {}
}
