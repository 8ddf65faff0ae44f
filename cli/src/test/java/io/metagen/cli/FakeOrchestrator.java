package io.metagen.cli;

import com.google.protobuf.util.Durations;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.Candidate;
import io.metagen.v1.CandidateFinished;
import io.metagen.v1.Cost;
import io.metagen.v1.NodeScored;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.RunFinished;
import io.metagen.v1.RunResult;
import io.metagen.v1.RunSpec;
import io.metagen.v1.RunStarted;
import io.metagen.v1.RunStrategyRequest;
import io.metagen.v1.RunStrategyResponse;
import io.metagen.v1.SearchEvent;
import io.metagen.v1.StopReason;
import io.metagen.v1.StreamStrategyRequest;
import io.metagen.v1.StreamStrategyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator on a loopback port. Candidate i answers {@code 40 + i} with score {@code i /
 * samples}, the last one is chosen; every run costs the same.
 */
public final class FakeOrchestrator extends OrchestratorServiceGrpc.OrchestratorServiceImplBase
    implements AutoCloseable {

  private final Server server;
  private final List<RunSpec> runs = new CopyOnWriteArrayList<>();
  private volatile @Nullable StatusRuntimeException failure;

  public FakeOrchestrator() throws IOException {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  public String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The runs asked for so far. */
  public List<RunSpec> runs() {
    return runs;
  }

  /** Answers every call with this status from now on. */
  public void failWith(StatusRuntimeException status) {
    failure = status;
  }

  @Override
  public void runStrategy(
      RunStrategyRequest request, StreamObserver<RunStrategyResponse> responses) {
    runs.add(request.getSpec());
    if (failure != null) {
      responses.onError(failure);
      return;
    }
    responses.onNext(RunStrategyResponse.newBuilder().setResult(result(request.getSpec())).build());
    responses.onCompleted();
  }

  @Override
  public void streamStrategy(
      StreamStrategyRequest request, StreamObserver<StreamStrategyResponse> responses) {
    runs.add(request.getSpec());
    if (failure != null) {
      responses.onError(failure);
      return;
    }
    for (SearchEvent event : events(result(request.getSpec()))) {
      responses.onNext(StreamStrategyResponse.newBuilder().setEvent(event).build());
    }
    responses.onCompleted();
  }

  private static List<SearchEvent> events(RunResult result) {
    List<SearchEvent> events = new ArrayList<>();
    events.add(
        SearchEvent.newBuilder()
            .setRunStarted(RunStarted.newBuilder().setRunId(result.getRunId()))
            .build());
    for (Candidate candidate : result.getCandidatesList()) {
      events.add(
          SearchEvent.newBuilder()
              .setCandidateFinished(
                  CandidateFinished.newBuilder()
                      .setNodeId(candidate.getNodeId())
                      .setCandidate(candidate.toBuilder().clearScore()))
              .build());
      events.add(
          SearchEvent.newBuilder()
              .setNodeScored(
                  NodeScored.newBuilder()
                      .setNodeId(candidate.getNodeId())
                      .setScore(candidate.getScore()))
              .build());
    }
    events.add(
        SearchEvent.newBuilder()
            .setRunFinished(RunFinished.newBuilder().setResult(result))
            .build());
    return events;
  }

  private static RunResult result(RunSpec spec) {
    int samples =
        spec.getStrategy().hasParallel() ? spec.getStrategy().getParallel().getSampleCount() : 1;
    List<Candidate> candidates =
        IntStream.range(0, samples).mapToObj(i -> candidate(i, samples)).toList();
    return RunResult.newBuilder()
        .setRunId("run-1")
        .setSeed(spec.getSeed())
        .addAllCandidates(candidates)
        .setAnswer(candidates.getLast())
        .setStopReason(StopReason.STOP_REASON_COMPLETED)
        .setCost(cost(samples))
        .build();
  }

  private static Candidate candidate(int index, int samples) {
    return Candidate.newBuilder()
        .setNodeId("0." + index)
        .setIndex(index)
        .setText("40+%d=%d\nAnswer: %d".formatted(index, 40 + index, 40 + index))
        .setAnswer(Integer.toString(40 + index))
        .setScore((double) index / samples)
        .setTokenCount(10)
        .build();
  }

  private static Cost cost(int samples) {
    return Cost.newBuilder()
        .setPromptTokenCount(30)
        .setCachedPromptTokenCount(16)
        .setGeneratedTokenCount(10L * samples)
        .setVerifierTokenCount(5L * samples)
        .setGeneratorCallCount(1)
        .setVerifierCallCount(1)
        .setGeneratorFlops(2e9)
        .setVerifierFlops(5e8)
        .setWallTime(Durations.fromMillis(1250))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
