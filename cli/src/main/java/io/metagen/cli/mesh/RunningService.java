package io.metagen.cli.mesh;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started. It may have ended since, and its id may belong to another process by
 * now: the time of start tells them apart.
 *
 * @param name name within the mesh
 * @param kind the service that it runs
 * @param pid process id
 * @param startedAtMillis when the operating system started it, milliseconds since 1970
 * @param ports its ports
 * @param log file that takes its output
 */
public record RunningService(
    String name, ServiceKind kind, long pid, long startedAtMillis, Ports ports, String log) {

  /** The operating system's start times are steps of a clock that may be adjusted in between. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static RunningService of(Launch launch, ProcessHandle process) {
    long startedAt = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return new RunningService(
        launch.name(),
        launch.kind(),
        process.pid(),
        startedAt,
        launch.ports(),
        launch.log().toString());
  }

  /** Whether the very process that was started still runs. */
  @JsonIgnore
  public boolean isAlive() {
    return process().isPresent();
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
  }

  private boolean startedThen(ProcessHandle candidate) {
    Instant started = candidate.info().startInstant().orElse(Instant.EPOCH);
    return Duration.between(Instant.ofEpochMilli(startedAtMillis), started)
            .abs()
            .compareTo(TOLERANCE)
        <= 0;
  }
}
