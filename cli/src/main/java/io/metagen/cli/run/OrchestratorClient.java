package io.metagen.cli.run;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.OrchestratorServiceGrpc.OrchestratorServiceBlockingStub;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.StreamStrategyResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls the orchestrator of a mesh. Failed calls throw {@code StatusRuntimeException}. */
public final class OrchestratorClient implements AutoCloseable {

  private final ManagedChannel channel;

  /**
   * Connects on the first call to {@code target}, such as {@code 127.0.0.1:9000}, in plain text.
   */
  public OrchestratorClient(String target) {
    this.channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
  }

  /** Runs a strategy; {@code deadline} bounds the call. */
  public RunResult run(RunSpec spec, Duration deadline) {
    return stub(deadline)
        .runStrategy(RunStrategyRequest.newBuilder().setSpec(spec).build())
        .getResult();
  }

  /** Runs a strategy, hands over each event as it comes, and returns the outcome. */
  public RunResult stream(RunSpec spec, Duration deadline, Consumer<SearchEvent> events) {
    StreamStrategyRequest request = StreamStrategyRequest.newBuilder().setSpec(spec).build();
    Iterator<StreamStrategyResponse> responses = stub(deadline).streamStrategy(request);
    RunResult result = RunResult.getDefaultInstance();
    while (responses.hasNext()) {
      SearchEvent event = responses.next().getEvent();
      events.accept(event);
      if (event.hasRunFinished()) {
        result = event.getRunFinished().getResult();
      }
    }
    return result;
  }

  private OrchestratorServiceBlockingStub stub(Duration deadline) {
    return OrchestratorServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
