package io.metagen.cli.mesh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until every service of a mesh serves. */
final class HealthWait {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final StartProgress progress;

  HealthWait(StartProgress progress) {
    this.progress = progress;
  }

  /** Throws with the log's tail if a process ends or does not serve in time. */
  void await(List<RunningService> services, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<RunningService> pending = new ArrayList<>(services);
    while (true) {
      pending.removeIf(service -> Health.of(service.kind(), port(service)) == Health.SERVING);
      progress.waiting(pending.stream().map(RunningService::name).toList());
      if (pending.isEmpty()) {
        return;
      }
      requireAlive(pending);
      if (System.nanoTime() > deadline) {
        throw late(pending.getFirst(), timeout);
      }
      pause();
    }
  }

  private static int port(RunningService service) {
    return service.ports().grpc();
  }

  private static void requireAlive(List<RunningService> pending) {
    for (RunningService service : pending) {
      if (!service.isAlive()) {
        throw new MeshException(
            "%s ended while starting; %s".formatted(service.name(), tail(service)));
      }
    }
  }

  private static MeshException late(RunningService service, Duration timeout) {
    return new MeshException(
        "%s does not serve after %d s; %s"
            .formatted(service.name(), timeout.toSeconds(), tail(service)));
  }

  private static String tail(RunningService service) {
    return LogTail.of(Path.of(service.log()));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException("interrupted while waiting for the mesh", e);
    }
  }
}
