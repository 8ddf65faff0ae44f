package io.metagen.cli;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.Feedback;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierUsage;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A verifier on a loopback port that lists one verifier a page. Each line of a candidate is a step
 * with score 0.5, which is the score, and the last one is wrong.
 */
final class FakeVerifiers extends VerifierServiceGrpc.VerifierServiceImplBase
    implements AutoCloseable {

  private static final List<String> KINDS =
      List.of(
          "ensemble", "generative", "outcome_reward_model", "process_reward_model", "regex_check");

  private final Server server;
  private final List<VerifyRequest> requests = new CopyOnWriteArrayList<>();

  FakeVerifiers() throws IOException {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  List<VerifyRequest> requests() {
    return requests;
  }

  @Override
  public void listVerifiers(
      ListVerifiersRequest request, StreamObserver<ListVerifiersResponse> responses) {
    int page = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    String kind = KINDS.get(page);
    responses.onNext(
        ListVerifiersResponse.newBuilder()
            .addVerifiers(VerifierDescription.newBuilder().setName("my-" + kind).setKind(kind))
            .setNextPageToken(page + 1 < KINDS.size() ? "" + (page + 1) : "")
            .build());
    responses.onCompleted();
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> responses) {
    requests.add(request);
    VerifyResponse.Builder response =
        VerifyResponse.newBuilder()
            .setVerifier("mine")
            .setVerifierVersion("0123456789abcdef")
            .setUsage(
                VerifierUsage.newBuilder()
                    .setTokenCount(30)
                    .setCachedTokenCount(10)
                    .setFlops(2_500_000));
    request.getCandidatesList().forEach(one -> response.addVerifications(judged(one)));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  private static Verification judged(VerifyCandidate candidate) {
    int steps = (int) candidate.getText().lines().count();
    Verification.Builder verification = Verification.newBuilder().setScore(0.5).setAnswer("42");
    for (int i = 0; i < steps; i++) {
      verification.addStepScores(0.5);
    }
    return verification
        .setFeedback(Feedback.newBuilder().setText("It is wrong.").setStepIndex(steps - 1))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
