package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.budget.Spend;
import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes of a search get how many children, and the most that drawing and judging them costs.
 *
 * @param parents nodes that get children, in the order of their creation
 * @param children how many each gets, at least 1
 * @param mostTokens most tokens of a whole solution
 */
record LevelPlan(List<TreeNode> parents, List<Integer> children, int mostTokens) {
  LevelPlan {
    parents = List.copyOf(parents);
    children = List.copyOf(children);
  }

  /** Leaves out the nodes whose share is 0. */
  static LevelPlan of(List<TreeNode> open, List<Integer> shares, int mostTokens) {
    List<TreeNode> parents = new ArrayList<>();
    List<Integer> children = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      if (shares.get(i) > 0) {
        parents.add(open.get(i));
        children.add(shares.get(i));
      }
    }
    return new LevelPlan(parents, children, mostTokens);
  }

  int childCount() {
    return children.stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the most that the generator call may cost: nothing cached, every step as long. */
  Spend generation(PromptFacts prompt) {
    ModelShape model = prompt.model();
    Spend total = new Spend(0, 0, 1, 0, 0);
    for (int i = 0; i < parents.size(); i++) {
      long prefix = prefix(prompt, i);
      long generated = (long) children.get(i) * room(i);
      double flops = model.flops(0, prefix) + children.get(i) * model.flops(prefix, room(i));
      total = total.plus(new Spend(generated, prefix + generated, 0, 0, flops));
    }
    return total;
  }

  /**
   * Returns the most that the verifier call may cost: every child read whole, with an end of
   * sequence. A verifier's size is not known, so it is taken to be of the generator's.
   */
  Spend judgement(PromptFacts prompt, boolean neural) {
    long rows = childCount();
    long row = (long) prompt.tokenCount() + mostTokens + 1;
    return neural
        ? new Spend(0, rows * row, 0, 1, rows * prompt.model().flops(0, row))
        : new Spend(0, 0, 0, 1, 0);
  }

  /** Returns the calls' branches; {@code limited} tells each how many tokens it has left. */
  List<Branch> branches(long runSeed, boolean limited) {
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < parents.size(); i++) {
      TreeNode parent = parents.get(i);
      branches.add(
          new Branch(
              parent.tokens(),
              parent.id().seed(runSeed),
              children.get(i),
              limited && !parent.tokens().isEmpty() ? room(i) : 0));
    }
    return branches;
  }

  long prefix(PromptFacts prompt, int parent) {
    return (long) prompt.tokenCount() + parents.get(parent).tokens().size();
  }

  private int room(int parent) {
    return mostTokens - parents.get(parent).tokens().size();
  }
}
