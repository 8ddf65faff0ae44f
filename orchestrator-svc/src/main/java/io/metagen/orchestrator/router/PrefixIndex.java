package io.metagen.orchestrator.router;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.metagen.orchestrator.router.ReplicaPool.PrefixMatch;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.RankReplicasRequest;
import io.metagen.v1.ReplicaRank;
import io.metagen.v1.TokenizeResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the prefix index which replica holds a prompt. An index that is away or late costs only
 * recomputation: then nothing is known to be held.
 */
final class PrefixIndex {
  private static final Logger LOG = LoggerFactory.getLogger(PrefixIndex.class);
  private static final int MOST_HASHES = 16_384;

  private final Channel channel;
  private final Duration timeout;

  PrefixIndex(Channel channel, Duration timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  PrefixMatch match(TokenizeResponse prompt) {
    int tokens = prompt.getTokenIdsCount();
    List<ByteString> hashes = prompt.getBlockHashesList();
    if (hashes.isEmpty()) {
      return new PrefixMatch(tokens, java.util.Map.of());
    }
    try {
      var response =
          KvCacheServiceGrpc.newBlockingV2Stub(channel)
              .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
              .rankReplicas(
                  RankReplicasRequest.newBuilder()
                      .addAllBlockHashes(hashes.subList(0, Math.min(hashes.size(), MOST_HASHES)))
                      .build());
      return new PrefixMatch(
          tokens,
          response.getRanksList().stream()
              .collect(
                  Collectors.toMap(
                      ReplicaRank::getReplica, ReplicaRank::getMatchedTokenCount, Math::max)));
    } catch (StatusException e) {
      LOG.debug("the prefix index is away, routing by load", e);
      return new PrefixMatch(tokens, java.util.Map.of());
    }
  }
}
