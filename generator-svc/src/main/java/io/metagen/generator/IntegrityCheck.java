package io.metagen.generator;

import io.metagen.error.ServiceException;
import io.metagen.generator.engine.EngineLoad;
import io.smallrye.health.api.HealthGroup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether every KV block is free, cached or held by a sequence that runs. Takes time in proportion
 * to the blocks, on the engine's thread, so it runs only for {@code /q/health/group/integrity} and
 * is part of no probe.
 */
@HealthGroup("integrity")
@Singleton
final class IntegrityCheck implements HealthCheck {
  private final GeneratorRuntime runtime;

  IntegrityCheck(GeneratorRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("KV blocks");
    try {
      return up(response, runtime.engine().checkIntegrity());
    } catch (IllegalStateException | ServiceException broken) {
      return down(response, String.valueOf(broken.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return down(response, "interrupted");
    }
  }

  private static HealthCheckResponse up(HealthCheckResponseBuilder response, EngineLoad load) {
    return response
        .withData("running", load.running())
        .withData("used", load.usedBlocks())
        .withData("cached", load.cachedBlocks())
        .withData("total", load.totalBlocks())
        .up()
        .build();
  }

  private static HealthCheckResponse down(HealthCheckResponseBuilder response, String fault) {
    return response.withData("fault", fault).down().build();
  }
}
