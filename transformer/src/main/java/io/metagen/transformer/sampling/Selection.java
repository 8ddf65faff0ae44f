package io.metagen.transformer.sampling;

import java.util.Arrays;

/**
 * Finds how far the most probable tokens go that make up a number or a mass, without sorting the
 * others: quickselect (Hoare, "Algorithm 65: Find", 1961) over keys, in which the mass of a part
 * decides where to go on. Holds its keys until the next question; not thread-safe.
 *
 * <p>A key is a logit and a place: a larger logit comes first, the lower place first among equals.
 * So all keys differ.
 */
final class Selection {

  /** Fewer than this are sorted. */
  private static final int FEW = 32;

  /** Halving 2^31 keys takes 31 rounds; more than twice as many mean that the pivots were bad. */
  private static final int ROUNDS = 64;

  private static final double[] COUNTED = {};

  private long[] keys = new long[0];

  /** Returns the key of a logit, which is a number, at a place. */
  static long key(float logit, int place) {
    // Adding 0 makes -0 and 0 the same bits.
    return (long) ~ordered(Float.floatToRawIntBits(logit + 0f)) << Integer.SIZE | place;
  }

  /** Returns the key of the same logit at another place. */
  static long at(long key, int place) {
    return key >> Integer.SIZE << Integer.SIZE | place;
  }

  static float logit(long key) {
    return Float.intBitsToFloat(ordered(~(int) (key >> Integer.SIZE)));
  }

  static int place(long key) {
    return (int) key;
  }

  /** Returns whole numbers in the order of floats; applied twice, the bits again. */
  private static int ordered(int bits) {
    return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
  }

  /** Gives room for so many keys. */
  void reserve(int count) {
    if (keys.length < count) {
      keys = new long[count];
    }
  }

  void put(int index, long key) {
    keys[index] = key;
  }

  /** Returns the key that comes at a position, 1 for the first, among the first so many put. */
  long last(int count, int position) {
    return last(count, COUNTED, position);
  }

  /**
   * Returns the last key of the fewest that come first and have a mass; the last of all if all have
   * less.
   *
   * @param masses by place
   */
  long last(int count, double[] masses, double wanted) {
    int from = 0;
    int to = count;
    double before = 0;
    for (int round = 0; round < ROUNDS && to - from > FEW; round++) {
      int middle = partition(from, to);
      double mass = mass(from, middle, masses);
      if (before + mass >= wanted) {
        to = middle;
      } else {
        before += mass;
        from = middle;
      }
    }
    Arrays.sort(keys, from, to);
    while (from < to - 1) {
      before += mass(from, from + 1, masses);
      if (before >= wanted) {
        break;
      }
      from++;
    }
    return keys[from];
  }

  private double mass(int from, int to, double[] masses) {
    if (masses == COUNTED) {
      return to - from;
    }
    double mass = 0;
    for (int i = from; i < to; i++) {
      mass += masses[place(keys[i])];
    }
    return mass;
  }

  /** Moves what comes before a middling key to the front; returns where the others begin. */
  private int partition(int from, int to) {
    long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to - 1]);
    int middle = from;
    // Always the same exchange, so that nothing depends on a branch that can't be foretold.
    for (int i = from; i < to; i++) {
      long key = keys[i];
      keys[i] = keys[middle];
      keys[middle] = key;
      middle += key < pivot ? 1 : 0;
    }
    return middle;
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
