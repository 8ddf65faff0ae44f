package io.metagen.verifier;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.metagen.serving.NativeThreads;
import io.metagen.transformer.Transformer;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.verifier.bounded.TimeLimit;
import io.metagen.verifier.reward.OutcomeModel;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Builds the parts from the settings. A dead engine turns the service's health NOT_SERVING. */
@Dependent
class Wiring {
  @Produces
  @Singleton
  OutcomeModel outcomeModel(VerifierConfig config, GrpcHealthStorage health) {
    NativeThreads.use(config.threads());
    return OutcomeModel.load(
        new OutcomeModel.Settings(
            config.rewardModelName(),
            config.rewardModelFolder(),
            Transformer.Options.on(config.rewardModelDevice(), config.rewardModelPrecision())
                .with(config.rewardModelPrecisionExceptions()),
            config.queueLimit(),
            config.batchSize(),
            config.batchWait(),
            config.kvBlocks(),
            config.blockSize(),
            config.stepTokens(),
            config.warmUp()),
        () -> stopServing(health));
  }

  void close(@Disposes OutcomeModel model) {
    model.close();
  }

  @Produces
  @Singleton
  TimeLimit checkLimit(VerifierConfig config) {
    return new TimeLimit(config.checkTime(), config.checkThreads());
  }

  @Produces
  @Singleton
  VerifierCatalog catalog(OutcomeModel model, TimeLimit limit, VerifierConfig config) {
    return new VerifierCatalog(
        List.of(
            new AnswerVerifier(limit),
            new StepVerifier(),
            JsonSchemaVerifier.ready(limit, config.checkCharacters()),
            new RegexVerifier(limit),
            new OutcomeVerifier(model)));
  }

  private static void stopServing(GrpcHealthStorage health) {
    health.setStatus(VerifierServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, ServingStatus.NOT_SERVING);
  }
}
