package io.metagen.cli.mesh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: SIGTERM, which services answer by draining, then SIGKILL. */
final class Stopping {

  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private Stopping() {}

  /** Ends the processes that still run and returns the names of those that had to be killed. */
  static List<String> stop(List<RunningService> services, Duration grace) {
    services.forEach(service -> service.process().ifPresent(ProcessHandle::destroy));
    awaitExit(services, grace);
    List<String> killed = new ArrayList<>();
    for (RunningService service : services) {
      service
          .process()
          .ifPresent(
              process -> {
                killed.add(service.name());
                process.destroyForcibly();
              });
    }
    awaitExit(services, LAST_WAIT);
    return killed;
  }

  private static void awaitExit(List<RunningService> services, Duration patience) {
    CompletableFuture<?>[] exits =
        services.stream()
            .flatMap(service -> service.process().stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(exits).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Whoever still runs is dealt with by the caller.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process can't fail", e);
    }
  }
}
