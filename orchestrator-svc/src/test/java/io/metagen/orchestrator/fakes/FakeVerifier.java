package io.metagen.orchestrator.fakes;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.error.ServiceException;
import io.metagen.v1.Failure;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierUsage;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A verifier that knows {@link Solutions}: the reward model's score, or the answer alone. */
public final class FakeVerifier
    implements VerifierServiceGrpc.AsyncService, BindableService, AutoCloseable {
  private final Server server;
  private final TraceHeaders traces = new TraceHeaders();
  private final Queue<VerifyRequest> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable ServiceException refusal;
  private volatile @Nullable Failure failure;

  /** Starts on a free port. */
  public FakeVerifier() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(this)
            .intercept(traces)
            .build()
            .start();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(VerifierServiceGrpc.bindService(this), "verifier.metagen.io");
  }

  /** Returns the trace contexts that calls came with. */
  public java.util.List<String> traceparents() {
    return traces.seen();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Returns the calls that judged. */
  public List<VerifyRequest> requests() {
    return List.copyOf(requests);
  }

  public void refuse(ServiceException with) {
    refusal = with;
  }

  /** Every candidate of every call fails. */
  public void failEach(Failure with) {
    failure = with;
  }

  /** Returns the latch that the first call opens. */
  public CountDownLatch firstCall() {
    return first;
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
    if (!request.getValidateOnly()) {
      requests.add(request);
      first.countDown();
    }
    ServiceException refused = refusal;
    if (refused != null) {
      throw refused;
    }
    VerifyResponse.Builder response = VerifyResponse.newBuilder().setVerifier("fake-reward");
    boolean score = !request.getVerifier().hasAnswerCheck();
    for (VerifyCandidate candidate : request.getCandidatesList()) {
      Verification.Builder verification =
          Verification.newBuilder().setAnswer(Solutions.answerIn(candidate.getText()));
      Failure failed = failure;
      if (failed != null) {
        verification.setFailure(failed);
      } else if (score) {
        verification.setScore(Solutions.score(candidate.getText()));
      }
      response.addVerifications(verification);
    }
    if (score) {
      response.setUsage(
          VerifierUsage.newBuilder()
              .setTokenCount(10L * request.getCandidatesCount())
              .setCachedTokenCount(1)
              .setFlops(1000));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
