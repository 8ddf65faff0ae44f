package io.metagen.orchestrator.fakes;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.RankReplicasRequest;
import io.metagen.v1.RankReplicasResponse;
import io.metagen.v1.ReplicaRank;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A prefix index that says that one replica holds every prompt. */
public final class FakeKvCache
    implements KvCacheServiceGrpc.AsyncService, BindableService, AutoCloseable {
  private final Server server;
  private volatile String holder = "";

  /** Starts on a free port. */
  public FakeKvCache() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return KvCacheServiceGrpc.bindService(this);
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  public void holder(String replica) {
    holder = replica;
  }

  @Override
  public void rankReplicas(
      RankReplicasRequest request, StreamObserver<RankReplicasResponse> observer) {
    RankReplicasResponse.Builder response = RankReplicasResponse.newBuilder();
    if (!holder.isEmpty()) {
      response.addRanks(
          ReplicaRank.newBuilder()
              .setReplica(holder)
              .setMatchedBlockCount(request.getBlockHashesCount())
              .setMatchedTokenCount(2 * request.getBlockHashesCount()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
