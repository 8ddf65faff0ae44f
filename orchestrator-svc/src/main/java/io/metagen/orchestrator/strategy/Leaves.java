package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Verification;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The finished leaves of a search over steps, and what its nodes cost. */
final class Leaves {
  private final Map<NodeId, Candidate> candidates = new LinkedHashMap<>();
  private final Map<NodeId, Integer> stepTokens = new HashMap<>();

  /** Notes a node, leaf or not. */
  void drawn(TreeNode node) {
    stepTokens.put(node.id(), node.stepTokens());
  }

  /** Adds a leaf as the next candidate. */
  Candidate add(TreeNode leaf) {
    Candidate candidate = leaf.candidate(candidates.size());
    candidates.put(leaf.id(), candidate);
    return candidate;
  }

  /** Adds what the verifier said of a node, if it is a leaf; returns whether it is. */
  boolean judge(NodeId node, Verification verification) {
    Candidate known = candidates.get(node);
    if (known == null) {
      return false;
    }
    Candidate.Builder judged = known.toBuilder();
    if (verification.hasAnswer()) {
      judged.setAnswer(verification.getAnswer());
    }
    if (verification.hasScore()) {
      judged.setScore(verification.getScore());
    }
    candidates.put(node, judged.build());
    return true;
  }

  boolean holds(TreeNode node) {
    return candidates.containsKey(node.id());
  }

  int count() {
    return candidates.size();
  }

  List<Candidate> candidates() {
    return List.copyOf(candidates.values());
  }

  /** Returns the tokens of steps that lead to no leaf. */
  long prunedTokens() {
    Set<NodeId> ways = new HashSet<>();
    for (NodeId leaf : candidates.keySet()) {
      List<Integer> path = leaf.path();
      for (int length = 1; length <= path.size(); length++) {
        ways.add(new NodeId(path.subList(0, length)));
      }
    }
    return stepTokens.entrySet().stream()
        .filter(step -> !ways.contains(step.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
