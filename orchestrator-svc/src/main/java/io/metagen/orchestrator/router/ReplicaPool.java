package io.metagen.orchestrator.router;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All generator replicas. Choosing one and counting its load is one step. Thread-safe. */
final class ReplicaPool {
  private final List<Replica> replicas;
  private final RoutingRule rule;
  private final Duration retryDelay;

  ReplicaPool(List<Replica> replicas, RoutingRule rule, Duration retryDelay) {
    this.replicas = List.copyOf(replicas);
    this.rule = rule;
    this.retryDelay = retryDelay;
  }

  int size() {
    return replicas.size();
  }

  /**
   * Chooses a replica for a call and counts its samples until the assignment is closed.
   *
   * @param excluded replicas that failed this call already
   * @param match tokens of the prompt that replicas hold
   * @param cause why the last replica failed, for the log
   * @throws ServiceException DEPENDENCY_DOWN where no replica is left
   */
  synchronized Assignment assign(
      Set<Integer> excluded, PrefixMatch match, int samples, @Nullable Throwable cause) {
    List<RoutingRule.Candidate> candidates =
        replicas.stream()
            .filter(replica -> !excluded.contains(replica.index()))
            .map(replica -> replica.candidate(match.tokens(replica.address())))
            .toList();
    Optional<Integer> chosen = rule.choose(candidates, match.promptTokens());
    if (chosen.isEmpty()) {
      throw ServiceException.retryable(
          ErrorReason.ERROR_REASON_DEPENDENCY_DOWN,
          "no generator replica can be reached",
          Map.of(),
          retryDelay,
          cause);
    }
    Replica replica = replicas.get(chosen.get());
    replica.begin(samples);
    return new Assignment(replica, samples);
  }

  /** How much of a prompt each replica holds. */
  record PrefixMatch(int promptTokens, Map<String, Integer> heldTokens) {
    static final PrefixMatch UNKNOWN = new PrefixMatch(0, Map.of());

    /** Knows of a prompt that one replica holds whole, and of no other. */
    static PrefixMatch heldBy(String address, int promptTokens) {
      return new PrefixMatch(promptTokens, Map.of(address, promptTokens));
    }

    int tokens(String address) {
      return heldTokens.getOrDefault(address, 0);
    }
  }

  /** A replica that serves a call. */
  record Assignment(Replica replica, int samples) implements AutoCloseable {
    @Override
    public void close() {
      replica.end(samples);
    }
  }
}
