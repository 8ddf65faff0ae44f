package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metagen.error.GuardedService;
import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.serving.VirtualCall;
import io.metagen.v1.GetIndexDigestRequest;
import io.metagen.v1.GetIndexDigestResponse;
import io.metagen.v1.GetIndexSnapshotRequest;
import io.metagen.v1.GetIndexSnapshotResponse;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.RankReplicasRequest;
import io.metagen.v1.RankReplicasResponse;
import io.opentelemetry.api.trace.Span;
import io.quarkus.grpc.GrpcService;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Answers from the index. StoreBlocks and FetchBlocks answer UNIMPLEMENTED: there is no store. */
@GrpcService
class KvCacheEndpoint implements KvCacheServiceGrpc.AsyncService, BindableService {
  static final String DOMAIN = "kv-cache.metagen.io";
  private static final int MOST_HASHES = 16_384;
  private static final long READY_POLL_NANOS = 1_000_000;

  private final ReplicaDirectory directory;
  private final IndexStatistics statistics;
  private final KvCacheMetrics metrics;
  private final int partBlocks;

  KvCacheEndpoint(
      ReplicaDirectory directory,
      IndexStatistics statistics,
      KvCacheMetrics metrics,
      KvCacheConfig config) {
    this.directory = directory;
    this.statistics = statistics;
    this.metrics = metrics;
    this.partBlocks = config.snapshotPartBlocks();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GuardedService.guard(KvCacheServiceGrpc.bindService(this), DOMAIN);
  }

  @Override
  public void rankReplicas(
      RankReplicasRequest request, StreamObserver<RankReplicasResponse> observer) {
    VirtualCall.run(observer, () -> answer(observer, rank(request)));
  }

  @Override
  public void getIndexDigest(
      GetIndexDigestRequest request, StreamObserver<GetIndexDigestResponse> observer) {
    VirtualCall.run(
        observer,
        () ->
            answer(
                observer,
                GetIndexDigestResponse.newBuilder()
                    .addAllDigests(directory.replicas().stream().map(ReplicaIndex::digest).toList())
                    .build()));
  }

  @Override
  public void getIndexSnapshot(
      GetIndexSnapshotRequest request, StreamObserver<GetIndexSnapshotResponse> observer) {
    VirtualCall.run(observer, () -> send(request, observer));
  }

  private RankReplicasResponse rank(RankReplicasRequest request) {
    List<BlockHash> prefix = prefix(request.getBlockHashesList());
    RankReplicasResponse ranking =
        metrics.lookupLatency().record(() -> PrefixRanking.rank(directory.replicas(), prefix));
    int found = ranking.getRanksCount() == 0 ? 0 : ranking.getRanks(0).getMatchedBlockCount();
    statistics.lookups.increment();
    statistics.hits.add(found);
    Span.current()
        .setAttribute("metagen.kv_cache.lookup.block_count", prefix.size())
        .setAttribute("metagen.kv_cache.lookup.blocks_found", found);
    return ranking;
  }

  private void send(
      GetIndexSnapshotRequest request, StreamObserver<GetIndexSnapshotResponse> observer) {
    ReplicaIndex replica =
        directory.replica(request.getReplica()).orElseThrow(this::unknownReplica);
    ServerCallStreamObserver<GetIndexSnapshotResponse> call =
        (ServerCallStreamObserver<GetIndexSnapshotResponse>) observer;
    for (KvSnapshot part : replica.snapshot(partBlocks)) {
      if (!awaitReady(call)) {
        return; // the caller hung up
      }
      call.onNext(GetIndexSnapshotResponse.newBuilder().setSnapshot(part).build());
    }
    call.onCompleted();
  }

  private static List<BlockHash> prefix(List<ByteString> hashes) {
    Violations violations =
        new Violations()
            .check(
                hashes.size() <= MOST_HASHES,
                "block_hashes",
                "must have at most " + MOST_HASHES + " entries");
    violations.throwIfAny();
    for (int i = 0; i < hashes.size(); i++) {
      violations.check(
          hashes.get(i).size() == BlockHash.BYTES,
          "block_hashes[" + i + "]",
          "must have " + BlockHash.BYTES + " bytes");
    }
    violations.throwIfAny();
    return hashes.stream().map(BlockHash::of).toList();
  }

  private static <R> void answer(StreamObserver<R> observer, R response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private ServiceException unknownReplica() {
    return ServiceException.invalidField(
        "replica", "must be one of " + String.join(", ", directory.addresses()));
  }

  /** Waits until the caller takes more; false when it hung up. */
  private static boolean awaitReady(ServerCallStreamObserver<?> call) {
    while (!call.isReady() && !call.isCancelled()) {
      LockSupport.parkNanos(READY_POLL_NANOS);
    }
    return !call.isCancelled();
  }
}
