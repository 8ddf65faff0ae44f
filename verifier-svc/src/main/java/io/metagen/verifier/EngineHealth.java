package io.metagen.verifier;

import io.metagen.verifier.reward.OutcomeModel;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Is down once the scoring engine is dead: only a restart helps. */
@Liveness
@Readiness
@ApplicationScoped
class EngineHealth implements HealthCheck {
  private final OutcomeModel model;

  EngineHealth(OutcomeModel model) {
    this.model = model;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("scoring-engine").status(model.alive()).build();
  }
}
