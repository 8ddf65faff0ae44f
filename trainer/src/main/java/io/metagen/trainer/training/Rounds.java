package io.metagen.trainer.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Cuts examples into batches of nearly equal lengths, in random order. */
public final class Rounds {

  private Rounds() {}

  /** Sorts by length, cuts every {@code rows} examples and shuffles the batches. */
  public static List<Batch> bucketed(List<Example> examples, int rows, long seed) {
    List<Example> sorted = new ArrayList<>(examples);
    sorted.sort(Comparator.comparingInt(Example::length));
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from + rows <= sorted.size(); from += rows) {
      batches.add(new Batch(sorted.subList(from, from + rows)));
    }
    Collections.shuffle(batches, new Random(seed));
    return batches;
  }
}
