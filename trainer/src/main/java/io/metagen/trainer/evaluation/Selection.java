package io.metagen.trainer.evaluation;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Ways to choose one answer from candidates; among equals the first wins everywhere. */
final class Selection {

  private Selection() {}

  /** The answer of the candidate with the highest value. */
  static Optional<String> bestOf(List<Candidate> candidates, ToDoubleFunction<Candidate> value) {
    Candidate best = candidates.getFirst();
    for (Candidate candidate : candidates) {
      best = value.applyAsDouble(candidate) > value.applyAsDouble(best) ? candidate : best;
    }
    return best.answer();
  }

  /** The most frequent answer (self-consistency, Wang et al. 2023). */
  static Optional<String> majority(List<Candidate> candidates) {
    return vote(candidates, _ -> 1);
  }

  /** The answer with the largest sum of scores. */
  static Optional<String> weighted(List<Candidate> candidates) {
    return vote(candidates, Candidate::score);
  }

  private static Optional<String> vote(
      List<Candidate> candidates, ToDoubleFunction<Candidate> weight) {
    Map<String, Double> votes = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      candidate
          .answer()
          .ifPresent(a -> votes.merge(a, weight.applyAsDouble(candidate), Double::sum));
    }
    Comparator<Map.Entry<String, Double>> byVotes = Map.Entry.comparingByValue();
    return votes.entrySet().stream()
        .reduce((a, b) -> byVotes.compare(b, a) > 0 ? b : a)
        .map(Map.Entry::getKey);
  }
}
