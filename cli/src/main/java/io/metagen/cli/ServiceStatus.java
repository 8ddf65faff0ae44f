package io.metagen.cli;

import io.grpc.StatusRuntimeException;
import io.metagen.cli.mesh.Health;
import io.metagen.cli.mesh.Loopback;
import io.metagen.cli.mesh.RunningService;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.GetModelRequest;
import io.metagen.v1.GetModelResponse;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifierServiceGrpc;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What is known of one service now.
 *
 * @param service the process
 * @param health its health, or ENDED where the process is gone
 * @param model what it serves, or a dash
 * @param load what it is busy with, or a dash
 */
record ServiceStatus(RunningService service, String health, String model, String load) {

  private static final String NONE = "-";
  private static final int PATIENCE_SECONDS = 2;

  static ServiceStatus of(RunningService service) {
    if (!service.isAlive()) {
      return new ServiceStatus(service, "ENDED", NONE, NONE);
    }
    Health health = Health.of(service.kind(), service.ports().grpc());
    if (health != Health.SERVING) {
      return new ServiceStatus(service, health.name(), NONE, NONE);
    }
    try (Loopback loopback = new Loopback(service.ports().grpc())) {
      return serving(service, loopback);
    } catch (StatusRuntimeException e) {
      return new ServiceStatus(service, health.name(), NONE, e.getStatus().getCode().name());
    }
  }

  private static ServiceStatus serving(RunningService service, Loopback loopback) {
    String health = Health.SERVING.name();
    return switch (service.kind()) {
      case GENERATOR -> generator(service, loopback);
      case VERIFIER -> new ServiceStatus(service, health, verifiers(loopback), NONE);
      case KV_CACHE, ORCHESTRATOR -> new ServiceStatus(service, health, NONE, NONE);
    };
  }

  private static ServiceStatus generator(RunningService service, Loopback loopback) {
    GeneratorServiceBlockingStub stub =
        GeneratorServiceGrpc.newBlockingStub(loopback.channel())
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    GetModelResponse model = stub.getModel(GetModelRequest.getDefaultInstance());
    GetLoadResponse load = stub.getLoad(GetLoadRequest.getDefaultInstance());
    return new ServiceStatus(
        service,
        Health.SERVING.name(),
        String.format(Locale.ROOT, "%s, %.1f M", model.getModel(), model.getParameterCount() / 1e6),
        String.format(
            Locale.ROOT,
            "%d running, %d waiting, KV %.0f %%, %.0f tokens/s",
            load.getRunningSequenceCount(),
            load.getWaitingSequenceCount(),
            100 * load.getTokenUsage(),
            load.getGenerationThroughput()));
  }

  private static String verifiers(Loopback loopback) {
    return VerifierServiceGrpc.newBlockingStub(loopback.channel())
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .listVerifiers(ListVerifiersRequest.getDefaultInstance())
        .getVerifiersList()
        .stream()
        .map(VerifierDescription::getName)
        .collect(Collectors.joining(", "));
  }
}
