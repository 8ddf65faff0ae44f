package io.metagen.cli.run;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.VerifierDescription;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.VerifyResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls the verifier of a mesh. Failed calls throw {@code StatusRuntimeException}. */
public final class VerifierClient implements AutoCloseable {

  private final ManagedChannel channel;
  private final Duration deadline;

  /**
   * Connects on the first call, in plain text.
   *
   * @param target such as {@code 127.0.0.1:9020}
   * @param deadline of each call
   */
  public VerifierClient(String target, Duration deadline) {
    this.channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    this.deadline = deadline;
  }

  public VerifyResponse verify(VerifyRequest request) {
    return stub().verify(request);
  }

  /** Returns all verifiers by name. */
  public List<VerifierDescription> list() {
    List<VerifierDescription> all = new ArrayList<>();
    String page = "";
    do {
      var response =
          stub().listVerifiers(ListVerifiersRequest.newBuilder().setPageToken(page).build());
      all.addAll(response.getVerifiersList());
      page = response.getNextPageToken();
    } while (!page.isEmpty());
    return all;
  }

  private VerifierServiceBlockingStub stub() {
    return VerifierServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
