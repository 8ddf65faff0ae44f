package io.metagen.trainer.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A fixed set of examples, gone through again and again in a new order each time.
 *
 * @param examples at least one
 * @param rows rows of a batch
 * @param seed decides the orders
 */
public record SampledBatches(List<Example> examples, int rows, long seed) implements BatchSource {

  private static final int BATCHES = 16;

  public SampledBatches {
    examples = List.copyOf(examples);
  }

  @Override
  public List<Batch> round(long firstStep, double used) {
    List<Example> taken = new ArrayList<>();
    long next = firstStep * rows;
    while (taken.size() < BATCHES * rows) {
      List<Example> order = order(next / examples.size());
      int from = (int) (next % examples.size());
      int to = Math.min(order.size(), from + BATCHES * rows - taken.size());
      taken.addAll(order.subList(from, to));
      next += to - from;
    }
    return Rounds.bucketed(taken, rows, seed ^ firstStep);
  }

  private List<Example> order(long epoch) {
    List<Example> order = new ArrayList<>(examples);
    Collections.shuffle(order, new Random(seed + epoch));
    return order;
  }
}
