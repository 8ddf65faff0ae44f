package io.metagen.orchestrator.spec;

import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.orchestrator.router.FieldPaths;
import io.metagen.v1.Generation;
import io.metagen.v1.LeafSelection;
import io.metagen.v1.Rebase;
import io.metagen.v1.RunSpec;
import io.metagen.v1.TreeLimits;
import io.metagen.v1.TreeSearch;
import io.metagen.v1.Verifier;

/** Reads a search over steps and fills in its defaults. */
final class TreeReader {
  private static final int DEFAULT_WIDTH = 16;
  private static final double DEFAULT_TEMPERATURE = 0.2;
  private static final int DEFAULT_DEPTH = 40;
  private static final String TREE = "spec.strategy.tree";

  private final int maxSamples;

  TreeReader(int maxSamples) {
    this.maxSamples = maxSamples;
  }

  CheckedSpec read(RunSpec spec, Violations violations) {
    TreeSearch tree = spec.getStrategy().getTree();
    violations.check(
        tree.getAlgorithmCase() != TreeSearch.AlgorithmCase.ALGORITHM_NOT_SET,
        TREE,
        "must set an algorithm");
    violations.check(
        tree.getVerifier().getKindCase() != Verifier.KindCase.KIND_NOT_SET,
        TREE + ".verifier",
        "must set a kind of verifier");
    violations.check(
        tree.getLeafSelection() != LeafSelection.UNRECOGNIZED,
        TREE + ".leaf_selection",
        "must be one of the contract's values");
    checkGeneration(tree.getGeneration(), violations);
    int depth = tree.getLimits().hasMaxDepth() ? tree.getLimits().getMaxDepth() : DEFAULT_DEPTH;
    violations.check(depth >= 1, TREE + ".limits.max_depth", "must be at least 1");
    return switch (tree.getAlgorithmCase()) {
      case REBASE -> rebase(spec, depth, violations);
      case BEAM_SEARCH -> throw refused(violations, ".beam_search");
      case DIVERSE_VERIFIER_TREE_SEARCH ->
          throw refused(violations, ".diverse_verifier_tree_search");
      case TREE_OF_THOUGHTS -> throw refused(violations, ".tree_of_thoughts");
      case BEST_FIRST -> throw refused(violations, ".best_first");
      case MONTE_CARLO -> throw refused(violations, ".monte_carlo");
      case PARTICLE_FILTERING -> throw refused(violations, ".particle_filtering");
      case ALGORITHM_NOT_SET -> {
        violations.throwIfAny();
        throw new IllegalStateException("a missing algorithm was let through");
      }
    };
  }

  private CheckedSpec rebase(RunSpec spec, int depth, Violations violations) {
    TreeSearch tree = spec.getStrategy().getTree();
    Rebase rebase = tree.getRebase();
    int width = rebase.hasWidth() ? rebase.getWidth() : DEFAULT_WIDTH;
    double temperature = rebase.hasTemperature() ? rebase.getTemperature() : DEFAULT_TEMPERATURE;
    violations
        .check(
            width >= 1 && width <= maxSamples,
            TREE + ".rebase.width",
            "must be in [1, " + maxSamples + "]")
        .check(temperature > 0, TREE + ".rebase.temperature", "must be above 0")
        .throwIfAny();
    checkLimits(tree.getLimits());
    StrategyReader.requireNoLogprobs(tree.getGeneration(), TREE + ".generation", violations);
    return new CheckedSpec(
        spec,
        new io.metagen.orchestrator.strategy.Rebase(
            StrategyReader.sampled(tree.getGeneration()),
            width,
            temperature,
            depth,
            tree.getVerifier(),
            tree.getLeafSelection()),
        FieldPaths.ofGenerator(TREE + ".generation", TREE + ".rebase.width"),
        FieldPaths.ofVerifier(TREE + ".verifier"));
  }

  private static void checkGeneration(Generation generation, Violations violations) {
    violations
        .check(
            generation.getStop().hasStep(),
            TREE + ".generation.stop.step",
            "must say where a step ends, such as the delimiter \"\\n\"")
        .check(
            generation.getStop().getMinOutputTokens() == 0,
            TREE + ".generation.stop.min_output_tokens",
            "must be 0 or absent: steps have no least length")
        .check(
            !generation.getStop().hasMaxOutputTokens()
                || generation.getStop().getMaxOutputTokens() >= 1,
            TREE + ".generation.stop.max_output_tokens",
            "must be at least 1");
  }

  private static void checkLimits(TreeLimits limits) {
    if (limits.hasMaxExpansions()) {
      throw ServiceException.notImplemented(TREE + ".limits.max_expansions");
    }
    if (limits.getMergeDuplicates()) {
      throw ServiceException.notImplemented(TREE + ".limits.merge_duplicates");
    }
  }

  private static ServiceException refused(Violations violations, String field) {
    violations.throwIfAny();
    return ServiceException.notImplemented(TREE + field);
  }
}
