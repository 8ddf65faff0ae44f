package io.metagen.transformer.sampling;

import static io.metagen.transformer.sampling.LogitRow.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Some of a row's tokens, in the order of their ids, with their logits and weights. */
final class Support {

  private final Selection selection;
  private int[] ids = new int[0];
  private long[] keys = new long[0];
  private double[] weights = new double[0];
  private LogitRow logits = LogitRow.NONE;
  private int size;

  /**
   * @param selection shared by one owner's parts
   */
  Support(Selection selection) {
    this.selection = selection;
  }

  /** Takes the tokens whose logits, all numbers, are no less than a bound. */
  void collect(LogitRow row, float bound) {
    reserve(row.count());
    size = 0;
    int id = 0;
    for (; id + L <= row.count(); id += L) {
      FloatVector z = row.floats(id);
      long reached = z.compare(VectorOperators.GE, bound).toLong();
      while (reached != 0) {
        int lane = Long.numberOfTrailingZeros(reached);
        add(id + lane, row.at(id + lane));
        reached &= reached - 1;
      }
    }
    for (; id < row.count(); id++) {
      float z = row.at(id);
      if (z >= bound) {
        add(id, z);
      }
    }
  }

  private void reserve(int count) {
    if (ids.length < count) {
      ids = new int[count];
      keys = new long[count];
      weights = new double[count];
      logits = LogitRow.allocate(count);
    }
    selection.reserve(count);
  }

  private void add(int id, float logit) {
    ids[size] = id;
    keys[size] = Selection.key(logit, size);
    size++;
  }

  /** Keeps so many with the largest logits, lower ids among equals. */
  void keepTop(int count) {
    if (count < size) {
      putKeys();
      keepTo(selection.last(size, count));
    }
  }

  /** Keeps the fewest with the largest logits, lower ids among equals, that have a mass. */
  void keepMass(double mass) {
    putKeys();
    keepTo(selection.last(size, weights, mass));
  }

  private void putKeys() {
    for (int i = 0; i < size; i++) {
      selection.put(i, keys[i]);
    }
  }

  private void keepTo(long last) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (keys[i] <= last) {
        ids[kept] = ids[i];
        weights[kept] = weights[i];
        keys[kept] = Selection.at(keys[i], kept);
        kept++;
      }
    }
    size = kept;
  }

  /** Gives every token its weight. */
  void weigh(Weights how) {
    for (int i = 0; i < size; i++) {
      logits.put(i, Selection.logit(keys[i]));
    }
    how.of(logits.part(0, size), weights);
  }

  /** Sets weights below a bound to 0. */
  void dropBelow(double least) {
    for (int i = 0; i < size; i++) {
      weights[i] = weights[i] >= least ? weights[i] : 0;
    }
  }

  double mass() {
    double mass = 0;
    for (int i = 0; i < size; i++) {
      mass += weights[i];
    }
    return mass;
  }

  /** Returns the token whose share of the mass a uniform number hits. */
  int draw(double uniform) {
    return ids[Inversion.first(weights, size, 0, uniform * mass())];
  }

  /** Writes the weights to an array by id; the others stay. */
  void spread(double[] law) {
    for (int i = 0; i < size; i++) {
      law[ids[i]] = weights[i];
    }
  }

  /** Returns the ids from the largest logit down, lower ids first among equals. */
  int[] descending() {
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    int[] descending = new int[size];
    for (int i = 0; i < size; i++) {
      descending[i] = ids[Selection.place(sorted[i])];
    }
    return descending;
  }
}
