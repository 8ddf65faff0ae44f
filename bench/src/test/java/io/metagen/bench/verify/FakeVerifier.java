package io.metagen.bench.verify;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.CompareRequest;
import io.metagen.v1.CompareResponse;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.UtilityRow;
import io.metagen.v1.Verification;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import io.metagen.v1.VerifyCandidate;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A verifier on a loopback port. A candidate's score is the number that it is; "none" has no score,
 * "late" fails, and "down" fails the call. A utility is the sum of both numbers.
 */
final class FakeVerifier extends VerifierServiceGrpc.VerifierServiceImplBase
    implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  FakeVerifier() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  VerifierServiceBlockingStub stub() {
    return VerifierServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> responses) {
    VerifyResponse.Builder response = VerifyResponse.newBuilder();
    for (VerifyCandidate candidate : request.getCandidatesList()) {
      if (candidate.getText().equals("down")) {
        responses.onError(Status.UNAVAILABLE.asException());
        return;
      }
      response.addVerifications(verification(candidate.getText()));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  private static Verification verification(String text) {
    Failure late =
        Failure.newBuilder()
            .setReason(ErrorReason.ERROR_REASON_DEADLINE)
            .setMessage("too late")
            .build();
    return switch (text) {
      case "none" -> Verification.getDefaultInstance();
      case "late" -> Verification.newBuilder().setFailure(late).build();
      default -> Verification.newBuilder().setScore(Double.parseDouble(text)).build();
    };
  }

  @Override
  public void compare(CompareRequest request, StreamObserver<CompareResponse> responses) {
    CompareResponse.Builder response = CompareResponse.newBuilder();
    for (VerifyCandidate row : request.getHypothesesList()) {
      UtilityRow.Builder utilities = UtilityRow.newBuilder();
      request
          .getHypothesesList()
          .forEach(
              column ->
                  utilities.addUtilities(
                      Double.parseDouble(row.getText()) + Double.parseDouble(column.getText())));
      response.addRows(utilities);
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
