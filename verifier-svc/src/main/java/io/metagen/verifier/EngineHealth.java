package io.metagen.verifier;

import io.metagen.verifier.reward.RewardModel;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Is down once a scoring engine is dead: only a restart helps. */
@Liveness
@Readiness
@ApplicationScoped
class EngineHealth implements HealthCheck {
  private final RewardModels models;

  EngineHealth(RewardModels models) {
    this.models = models;
  }

  @Override
  public HealthCheckResponse call() {
    boolean alive = models.all().stream().allMatch(RewardModel::alive);
    return HealthCheckResponse.named("scoring-engine").status(alive).build();
  }
}
