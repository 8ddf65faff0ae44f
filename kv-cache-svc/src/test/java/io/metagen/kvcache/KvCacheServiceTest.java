package io.metagen.kvcache;

import static io.metagen.kvcache.Blocks.run;
import static io.metagen.kvcache.Blocks.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.FetchBlocksRequest;
import io.metagen.v1.GetIndexDigestRequest;
import io.metagen.v1.GetIndexSnapshotRequest;
import io.metagen.v1.IndexState;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.RankReplicasRequest;
import io.metagen.v1.RankReplicasResponse;
import io.metagen.v1.ReplicaRank;
import io.metagen.v1.ReplicaState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service through a real channel, fed by two fake generators. */
@QuarkusTest
@QuarkusTestResource(TwoGenerators.class)
final class KvCacheServiceTest {
  private final List<ByteString> prefix = Blocks.prefix("p", 6);
  private ManagedChannel channel = noChannel();
  private KvCacheServiceGrpc.KvCacheServiceBlockingStub service =
      KvCacheServiceGrpc.newBlockingStub(channel);

  @BeforeEach
  void connect() {
    channel =
        Grpc.newChannelBuilder(
                "127.0.0.1:" + TwoGenerators.GRPC_PORT, InsecureChannelCredentials.create())
            .build();
    service = KvCacheServiceGrpc.newBlockingStub(channel);
    TwoGenerators.first().publish(Blocks.cleared(), stored(run(prefix, 0, 2)));
    TwoGenerators.second().publish(Blocks.cleared(), stored(run(prefix, 0, 4)));
    await().untilAsserted(() -> assertThat(matches(rank(prefix))).containsExactly(4, 2));
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void rankReplicas_twoHolders_mostBlocksFirst() {
    RankReplicasResponse ranking = rank(prefix);

    assertThat(ranking.getRanks(0))
        .isEqualTo(
            ReplicaRank.newBuilder()
                .setReplica(TwoGenerators.second().address())
                .setMatchedBlockCount(4)
                .setMatchedTokenCount(8)
                .build());
    assertThat(ranking.getReplicasList())
        .extracting(ReplicaState::getReplica)
        .hasSize(2)
        .isSorted();
    assertThat(ranking.getReplicasList())
        .extracting(ReplicaState::getState)
        .containsOnly(IndexState.INDEX_STATE_LIVE);
  }

  @Test
  void rankReplicas_unknownPrefix_ranksNone() {
    assertThat(rank(Blocks.prefix("other", 3)).getRanksList()).isEmpty();
    assertThat(rank(List.of()).getReplicasList()).hasSize(2);
  }

  @Test
  void rankReplicas_badHashes_areInvalidFields() {
    StatusRuntimeException shortHash = failure(() -> rank(List.of(ByteString.copyFromUtf8("x"))));
    StatusRuntimeException tooMany =
        failure(() -> rank(Collections.nCopies(16_385, prefix.getFirst())));

    assertThat(shortHash.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(shortHash).hasMessageContaining("block_hashes[0]");
    assertThat(ErrorMapping.reason(tooMany)).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
  }

  @Test
  void getIndexSnapshot_manyParts_holdsWhatTheReplicaHolds() {
    List<ByteString> hashes = new ArrayList<>();
    List<Boolean> lasts = new ArrayList<>();
    service
        .getIndexSnapshot(
            GetIndexSnapshotRequest.newBuilder()
                .setReplica(TwoGenerators.second().address())
                .build())
        .forEachRemaining(
            response -> {
              KvSnapshot part = response.getSnapshot();
              lasts.add(part.getLast());
              part.getStoredList().stream()
                  .flatMap(run -> run.getBlocksList().stream())
                  .forEach(block -> hashes.add(block.getBlockHash()));
            });

    assertThat(hashes).containsExactlyElementsOf(prefix.subList(0, 4));
    assertThat(lasts).containsExactly(false, true);
  }

  @Test
  void getIndexSnapshot_unknownReplica_isInvalid() {
    GetIndexSnapshotRequest request =
        GetIndexSnapshotRequest.newBuilder().setReplica("nobody:1").build();

    assertThat(failure(() -> service.getIndexSnapshot(request).next()).getStatus().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void getIndexDigest_oneBlockMore_differsByItsHash() {
    var digests =
        service.getIndexDigest(GetIndexDigestRequest.getDefaultInstance()).getDigestsList();

    assertThat(digests).hasSize(2);
    BlockHash difference =
        BlockHash.of(digests.get(0).getDigest()).xor(BlockHash.of(digests.get(1).getDigest()));
    assertThat(difference).isEqualTo(BlockHash.of(prefix.get(2)).xor(BlockHash.of(prefix.get(3))));
  }

  @Test
  void fetchBlocks_noStore_isUnimplementedWithTheMethod() {
    StatusRuntimeException failed =
        failure(() -> service.fetchBlocks(FetchBlocksRequest.getDefaultInstance()).next());

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(ErrorMapping.errorInfo(failed).orElseThrow().getMetadataMap())
        .containsEntry("field", "metagen.v1.KvCacheService/FetchBlocks");
  }

  @Test
  void health_ofTheServiceByName_isServing() {
    HealthCheckResponse health =
        HealthGrpc.newBlockingStub(channel)
            .check(HealthCheckRequest.newBuilder().setService("metagen.v1.KvCacheService").build());

    assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  @Test
  void metrics_afterLookups_haveTheNamesOfTheField() throws IOException, InterruptedException {
    rank(prefix);
    String metrics;
    try (HttpClient client = HttpClient.newHttpClient()) {
      metrics =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + TwoGenerators.HTTP_PORT + "/metrics"))
                      .version(HttpClient.Version.HTTP_1_1)
                      .timeout(Duration.ofMinutes(1))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
    }

    assertThat(metrics)
        .contains(
            "kvcache_index_admissions_total",
            "kvcache_index_evictions_total",
            "kvcache_index_lookup_requests_total",
            "kvcache_index_lookup_hits_total",
            "kvcache_index_lookup_latency_seconds_count",
            "kvcache_index_size 6.0",
            "kvcache_index_replicas{state=\"live\"} 2.0");
  }

  private RankReplicasResponse rank(List<ByteString> hashes) {
    return service.rankReplicas(RankReplicasRequest.newBuilder().addAllBlockHashes(hashes).build());
  }

  private static List<Integer> matches(RankReplicasResponse ranking) {
    return ranking.getRanksList().stream().map(ReplicaRank::getMatchedBlockCount).toList();
  }

  private static StatusRuntimeException failure(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  private static ManagedChannel noChannel() {
    return Grpc.newChannelBuilder("127.0.0.1:1", InsecureChannelCredentials.create()).build();
  }
}
