package io.metagen.orchestrator.strategy;

import io.metagen.v1.Candidate;
import io.metagen.v1.Generation;
import io.metagen.v1.LeafSelection;
import io.metagen.v1.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reward-balanced search, REBASE (Wu et al. 2024, arXiv 2408.00724, section 3.2).
 *
 * <pre>
 * W = width                                      children to draw at this depth
 * from the node with the highest score R_1 downwards, among m open nodes:
 *   n_j = ceil(W_j exp(R_j / T) / sum over k = j .. m of exp(R_k / T)),   W_1 = W, W_(j+1) = W_j - n_j
 * node j gets n_j children, each one step longer; R of a node = v(x, steps so far)
 * each finished leaf takes 1 from W at all later depths
 * </pre>
 *
 * <p>So the shares add up to W and rounding favours the best; a node whose share is 0 is given up
 * for good. Among equal scores the node created first comes first (the authors' program takes the
 * one created last). An infinite T gives equal shares, one near 0 gives all to the best node. A
 * leaf's score is that of its last step, and the answer is chosen among the finished leaves by the
 * rule of {@link BestOfN}, {@link MajorityVote} or {@link WeightedVote}.
 *
 * @param generation how a step is drawn; its {@code stop.step} ends it, and {@code
 *     stop.max_output_tokens} bounds a whole solution
 * @param width leaves wanted, at least 1
 * @param temperature T, above 0
 * @param maxDepth most steps of a solution, at least 1; a node that deep is a leaf
 * @param verifier v, which scores solutions and their beginnings
 * @param selection how the answer is chosen
 */
public record Rebase(
    Generation generation,
    int width,
    double temperature,
    int maxDepth,
    Verifier verifier,
    LeafSelection selection)
    implements Strategy {
  /** Quotients that are whole but for rounding must not be rounded up. */
  private static final double ROUNDING = 1e-9;

  @Override
  public int sampleCount() {
    return width;
  }

  @Override
  public Choice choose(List<Candidate> leaves) {
    return switch (selection) {
      case LEAF_SELECTION_MAJORITY_VOTE -> new MajorityVote(generation, width).choose(leaves);
      case LEAF_SELECTION_WEIGHTED_VOTE ->
          new WeightedVote(generation, width, verifier).choose(leaves);
      case LEAF_SELECTION_BEST, LEAF_SELECTION_UNSPECIFIED, UNRECOGNIZED ->
          new BestOfN(generation, width, verifier).choose(leaves);
    };
  }

  /**
   * Returns how many children each node gets; they add up to {@code children}.
   *
   * @param scores finite scores of the open nodes in the order of their creation, at least one
   */
  List<Integer> shares(List<Double> scores, int children) {
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
            .toList();
    double best = scores.get(order.getFirst());
    double[] tail = new double[order.size() + 1];
    for (int rank = order.size() - 1; rank >= 0; rank--) {
      tail[rank] = tail[rank + 1] + weight(scores.get(order.get(rank)), best);
    }
    List<Integer> shares = new ArrayList<>(Collections.nCopies(scores.size(), 0));
    int left = children;
    for (int rank = 0; rank < order.size() && left > 0; rank++) {
      int node = order.get(rank);
      int share = (int) Math.ceil(left * weight(scores.get(node), best) / tail[rank] - ROUNDING);
      shares.set(node, share);
      left -= share;
    }
    return shares;
  }

  /** Relative to the best, so that a small temperature does not overflow. */
  private double weight(double score, double best) {
    return Math.exp((score - best) / temperature);
  }
}
