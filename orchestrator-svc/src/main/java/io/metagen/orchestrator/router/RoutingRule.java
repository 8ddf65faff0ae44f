package io.metagen.orchestrator.router;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a replica by prefix affinity within two bounds on load (the cache-aware policy of the
 * SGLang router).
 *
 * <ol>
 *   <li>Load is uneven where (max - min) &gt; {@code imbalanceSamples} and max &gt; {@code
 *       imbalanceRatio} x min: the least loaded replica.
 *   <li>Otherwise the healthy replica that holds most of the prompt, where its share is above
 *       {@code cacheShare}; the less loaded among equals.
 *   <li>Otherwise the least loaded.
 * </ol>
 *
 * <p>Least loaded means fewest samples in flight, then fewest calls served, then lowest index. Only
 * healthy replicas take part; where none is healthy, all do.
 */
record RoutingRule(int imbalanceSamples, double imbalanceRatio, double cacheShare) {
  private static final Comparator<Candidate> LEAST_LOADED =
      Comparator.comparingInt(Candidate::load)
          .thenComparingLong(Candidate::served)
          .thenComparingInt(Candidate::index);

  /**
   * A replica as the rule sees it.
   *
   * @param load samples in flight
   * @param served calls that it was given so far
   * @param matchedTokens leading tokens of the prompt that it holds
   */
  record Candidate(int index, boolean healthy, int load, long served, int matchedTokens) {}

  /** Returns the chosen replica's index, or nothing where there is no replica. */
  Optional<Integer> choose(List<Candidate> replicas, int promptTokens) {
    List<Candidate> healthy = replicas.stream().filter(Candidate::healthy).toList();
    List<Candidate> taking = healthy.isEmpty() ? replicas : healthy;
    if (!uneven(taking)) {
      Optional<Candidate> holder =
          taking.stream()
              .filter(replica -> replica.matchedTokens() > cacheShare * promptTokens)
              .min(
                  Comparator.comparingInt(Candidate::matchedTokens)
                      .reversed()
                      .thenComparing(LEAST_LOADED));
      if (holder.isPresent()) {
        return holder.map(Candidate::index);
      }
    }
    return taking.stream().min(LEAST_LOADED).map(Candidate::index);
  }

  private boolean uneven(List<Candidate> replicas) {
    int max = replicas.stream().mapToInt(Candidate::load).max().orElse(0);
    int min = replicas.stream().mapToInt(Candidate::load).min().orElse(0);
    return max - min > imbalanceSamples && max > imbalanceRatio * min;
  }
}
