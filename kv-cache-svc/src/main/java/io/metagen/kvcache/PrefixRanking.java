package io.metagen.kvcache;

import io.metagen.v1.RankReplicasResponse;
import io.metagen.v1.ReplicaRank;
import java.util.Comparator;
import java.util.List;

/** Ranks replicas by the leading blocks of a prefix that they hold, then by name. Stateless. */
final class PrefixRanking {
  private static final Comparator<ReplicaRank> BEST_FIRST =
      Comparator.comparingInt(ReplicaRank::getMatchedBlockCount)
          .reversed()
          .thenComparing(ReplicaRank::getReplica);

  private PrefixRanking() {}

  static RankReplicasResponse rank(List<ReplicaIndex> replicas, List<BlockHash> prefix) {
    return RankReplicasResponse.newBuilder()
        .addAllRanks(
            replicas.stream()
                .map(replica -> rank(replica, prefix))
                .filter(rank -> rank.getMatchedBlockCount() > 0)
                .sorted(BEST_FIRST)
                .toList())
        .addAllReplicas(replicas.stream().map(ReplicaIndex::state).toList())
        .build();
  }

  private static ReplicaRank rank(ReplicaIndex replica, List<BlockHash> prefix) {
    ReplicaBlocks.Match match = replica.match(prefix);
    return ReplicaRank.newBuilder()
        .setReplica(replica.replica())
        .setMatchedBlockCount(match.blocks())
        .setMatchedTokenCount(match.tokens())
        .build();
  }
}
