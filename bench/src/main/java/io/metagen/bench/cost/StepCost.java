package io.metagen.bench.cost;

import io.metagen.transformer.ModelConfig;
import java.util.List;

/**
 * Operations and bytes of a step of one new token for each of some sequences, counted from the
 * network's shape. Weights count once per step, in their precision; activations as they go in and
 * out of each operator; keys and values once for each sequence, as nothing is shared. Biases and
 * scales are left out.
 *
 * @param config the network
 * @param sizes bytes of its numbers
 * @param sequences with one new token each
 * @param context tokens of each sequence before the new one
 */
record StepCost(ModelConfig config, NumberSizes sizes, int sequences, int context) {

  /** Operations of a norm for each number: a square and its sum, two factors, the stream's sum. */
  private static final int NORM_FLOP = 5;

  /** Operations of a gate for each number: exponential, sum, quotient, two factors. */
  private static final int GATE_FLOP = 5;

  StepCost {
    if (sequences < 1 || context < 0) {
      throw new IllegalArgumentException("sequences " + sequences + ", context " + context);
    }
  }

  /** Returns what a group's calls cost; nothing is counted for the rest. */
  List<Cost> of(OperatorGroup group) {
    return switch (group) {
      case PRODUCTS -> products();
      case ATTENTION -> List.of(attention());
      case NORMS -> norms();
      case GATES -> List.of(gate());
      case EMBEDDING -> List.of(embedding());
      case REST -> List.of();
    };
  }

  private List<Cost> products() {
    int layers = config.layers();
    return List.of(
        product(layers, attended(), config.hiddenSize()),
        product(layers, config.hiddenSize(), config.heads() * config.headDim()),
        product(layers, 2 * config.intermediateSize(), config.hiddenSize()),
        product(layers, config.hiddenSize(), config.intermediateSize()),
        product(1, config.vocabularySize(), config.hiddenSize()));
  }

  private Cost product(int calls, int outputs, int inputs) {
    double weights = (double) outputs * inputs;
    double activations = (double) inputs * sizes.operand() + (double) outputs * sizes.result();
    return new Cost(
        calls, 2 * weights * sequences, weights * sizes.weight() + sequences * activations);
  }

  /** Queries, keys and values of a token. */
  private int attended() {
    return (config.heads() + 2 * config.kvHeads()) * config.headDim();
  }

  /** Keys and values are read for all tokens before and written for the new one. */
  private Cost attention() {
    int all = context + 1;
    int seen = config.slidingWindow() == 0 ? all : Math.min(all, config.slidingWindow());
    int queries = config.heads() * config.headDim();
    double keysAndValues = 2.0 * seen * config.kvHeads() * config.headDim() * sizes.keyValue();
    double activations = (double) attended() * sizes.result() + (double) queries * sizes.operand();
    return new Cost(
        config.layers(),
        4.0 * queries * seen * sequences,
        sequences * (keysAndValues + activations));
  }

  /** The first has nothing to add, so it writes no sum. */
  private List<Cost> norms() {
    int moved = NumberSizes.STREAM + sizes.operand();
    int added = sizes.result() + NumberSizes.STREAM;
    return List.of(
        rowwise(1, config.hiddenSize(), NORM_FLOP - 1, moved),
        rowwise(2 * config.layers(), config.hiddenSize(), NORM_FLOP, moved + added));
  }

  private Cost gate() {
    int bytes = 2 * sizes.result() + sizes.operand();
    return rowwise(config.layers(), config.intermediateSize(), GATE_FLOP, bytes);
  }

  private Cost embedding() {
    return rowwise(1, config.hiddenSize(), 0, sizes.embedding() + NumberSizes.STREAM);
  }

  private Cost rowwise(int calls, int width, int flopEach, int bytesEach) {
    double numbers = (double) sequences * width;
    return new Cost(calls, numbers * flopEach, numbers * bytesEach);
  }
}
