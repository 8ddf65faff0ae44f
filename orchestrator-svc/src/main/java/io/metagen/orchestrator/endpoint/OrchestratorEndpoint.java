package io.metagen.orchestrator.endpoint;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.orchestrator.OrchestratorConfig;
import io.metagen.orchestrator.run.Runs;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.RunStrategyResponse;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.StreamStrategyResponse;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;

/**
 * Takes runs from clients. Each call is handed to a virtual thread of its own at once: gRPC serves
 * the callbacks of a call one after the other, so a method that blocked would never hear that its
 * reader is ready again or has hung up.
 */
@GrpcService
public final class OrchestratorEndpoint
    implements OrchestratorServiceGrpc.AsyncService, BindableService {
  private static final String DOMAIN = "orchestrator.metagen.io";

  private final Runs runs;
  private final Duration readerTimeout;

  OrchestratorEndpoint(Runs runs, OrchestratorConfig config) {
    this.runs = runs;
    this.readerTimeout = config.readerTimeout();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(OrchestratorServiceGrpc.bindService(this), DOMAIN);
  }

  @Override
  public void runStrategy(
      RunStrategyRequest request, StreamObserver<RunStrategyResponse> observer) {
    ServerCallStreamObserver<RunStrategyResponse> call =
        (ServerCallStreamObserver<RunStrategyResponse>) observer;
    RunThread.start(
        call,
        DOMAIN,
        () -> {
          RunResult result =
              runs.run(request.hasSpec(), request.getSpec(), false, new Unheard(call));
          call.onNext(RunStrategyResponse.newBuilder().setResult(result).build());
          call.onCompleted();
        });
  }

  @Override
  public void streamStrategy(
      StreamStrategyRequest request, StreamObserver<StreamStrategyResponse> observer) {
    ServerCallStreamObserver<StreamStrategyResponse> call =
        (ServerCallStreamObserver<StreamStrategyResponse>) observer;
    PacedEvents events = new PacedEvents(call, readerTimeout);
    RunThread.start(
        call,
        DOMAIN,
        () -> {
          RunSpec spec = request.getSpec();
          runs.run(request.hasSpec(), spec, request.getTokenProgress(), events);
          call.onCompleted();
        });
  }
}
