package io.metagen.transformer.kernel;

import static io.metagen.transformer.kernel.Lanes.F;
import static io.metagen.transformer.kernel.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * One head's keys and values over a run of positions, and the attention of query rows to them.
 * Softmax is carried from tile to tile (Milakov and Gimelshein 2018; Dao et al. 2022, section 3.1).
 *
 * <p>Rows go four at a time, so that a vector of keys or values is loaded once for four; each sum
 * is taken in the same order whichever rows go together.
 */
final class Tile {

  /** Positions of a tile: with heads of 64, its keys and values fill two thirds of 48 KiB. */
  static final int POSITIONS = 64;

  /** Rows that go together. */
  static final int ROWS = 4;

  private final int width;
  private final int padded;
  private final int group;
  private final float[] keys;
  private final float[] values;
  private final float[] scores = new float[ROWS * POSITIONS];
  private final QueryRows rows;

  /**
   * @param shape of the pool
   * @param rows the queries' state
   */
  Tile(KvMemory.Shape shape, QueryRows rows) {
    this.rows = rows;
    width = shape.width();
    group = shape.blockSize() % L == 0 ? shape.blockSize() : POSITIONS;
    padded = Lanes.padded(width);
    keys = new float[width * POSITIONS];
    values = new float[POSITIONS * padded];
  }

  /**
   * All query rows of a step.
   *
   * @param queries [rows, width], times the softmax's scale and log2 e
   * @param sums weighted sums of values [rows, padded width], times the softmax's divisor
   * @param largest largest scores [rows], -infinity before the first tile
   * @param divisors [rows, lanes], to be added
   */
  @SuppressWarnings("ArrayRecordComponent") // scratch of one owner
  record QueryRows(float[] queries, float[] sums, float[] largest, float[] divisors) {

    /** Returns room for so many rows of queries of a width. */
    static QueryRows of(int rows, int width) {
      return new QueryRows(
          new float[rows * width],
          new float[rows * Lanes.padded(width)],
          new float[rows],
          new float[rows * L]);
    }

    /** Returns a row's divisor. */
    double divisor(int row) {
      double sum = 0;
      for (int i = row * L; i < (row + 1) * L; i++) {
        sum += divisors[i];
      }
      return sum;
    }
  }

  /** Reads a block's keys and values to the tile's positions from {@code at} on. */
  void read(KvMemory memory, long head, int at) {
    memory.readKeys(head, keys, keyAt(at), group);
    memory.readValues(head, values, at * padded, padded);
  }

  /** Where a position's first number is; others follow a group apart. */
  private int keyAt(int position) {
    return position / group * group * width + position % group;
  }

  /** Adds the tile's positions [from, to) to one row. */
  void attend(int row, int from, int to) {
    score1(row * width, to);
    float rescale = weigh(row, 0, from, to);
    add1(row * padded, rescale, from, to);
  }

  /** Adds positions to four rows, from an index on: to each those [from, to) of its own. */
  void attend(int[] row, int at, int[] from, int[] to) {
    int most = Math.max(Math.max(to[at], to[at + 1]), Math.max(to[at + 2], to[at + 3]));
    int least = Math.min(Math.min(from[at], from[at + 1]), Math.min(from[at + 2], from[at + 3]));
    score4(row, at, most);
    for (int i = 0; i < ROWS; i++) {
      float rescale = weigh(row[at + i], i, from[at + i], to[at + i]);
      if (rescale != 1f) {
        rescale(row[at + i] * padded, rescale);
      }
    }
    for (int d = 0; d < padded; d += 2 * L) {
      add4(row, at, d, (long) least << Integer.SIZE | most);
    }
  }

  /** Returns the sum of the weights of positions [from, to), of the row that was at a place. */
  float weight(int place, int from, int to) {
    float sum = 0;
    for (int p = place * POSITIONS + from; p < place * POSITIONS + to; p++) {
      sum += scores[p];
    }
    return sum;
  }

  private void rescale(int sum, float by) {
    for (int d = sum; d < sum + padded; d += L) {
      FloatVector.fromArray(F, rows.sums, d).mul(by).intoArray(rows.sums, d);
    }
  }

  /** Adds weighted values to two vectors, from a dimension on, of four rows' sums. */
  private void add4(int[] row, int at, int d, long range) {
    int second = Math.min(d + L, padded - L);
    int o0 = row[at] * padded;
    int o1 = row[at + 1] * padded;
    int o2 = row[at + 2] * padded;
    int o3 = row[at + 3] * padded;
    float[] sums = rows.sums;
    FloatVector a0 = FloatVector.fromArray(F, sums, o0 + d);
    FloatVector a1 = FloatVector.fromArray(F, sums, o1 + d);
    FloatVector a2 = FloatVector.fromArray(F, sums, o2 + d);
    FloatVector a3 = FloatVector.fromArray(F, sums, o3 + d);
    FloatVector b0 = FloatVector.fromArray(F, sums, o0 + second);
    FloatVector b1 = FloatVector.fromArray(F, sums, o1 + second);
    FloatVector b2 = FloatVector.fromArray(F, sums, o2 + second);
    FloatVector b3 = FloatVector.fromArray(F, sums, o3 + second);
    int end = (int) range;
    for (int p = (int) (range >> Integer.SIZE); p < end; p++) {
      FloatVector v0 = FloatVector.fromArray(F, values, p * padded + d);
      FloatVector v1 = FloatVector.fromArray(F, values, p * padded + second);
      FloatVector x0 = FloatVector.broadcast(F, scores[p]);
      FloatVector x1 = FloatVector.broadcast(F, scores[POSITIONS + p]);
      FloatVector x2 = FloatVector.broadcast(F, scores[2 * POSITIONS + p]);
      FloatVector x3 = FloatVector.broadcast(F, scores[3 * POSITIONS + p]);
      a0 = x0.fma(v0, a0);
      b0 = x0.fma(v1, b0);
      a1 = x1.fma(v0, a1);
      b1 = x1.fma(v1, b1);
      a2 = x2.fma(v0, a2);
      b2 = x2.fma(v1, b2);
      a3 = x3.fma(v0, a3);
      b3 = x3.fma(v1, b3);
    }
    // With an odd number of vectors the last two are one.
    b0.intoArray(sums, o0 + second);
    b1.intoArray(sums, o1 + second);
    b2.intoArray(sums, o2 + second);
    b3.intoArray(sums, o3 + second);
    a0.intoArray(sums, o0 + d);
    a1.intoArray(sums, o1 + d);
    a2.intoArray(sums, o2 + d);
    a3.intoArray(sums, o3 + d);
  }

  private void score4(int[] row, int at, int to) {
    int q0 = row[at] * width;
    int q1 = row[at + 1] * width;
    int q2 = row[at + 2] * width;
    int q3 = row[at + 3] * width;
    float[] queries = rows.queries;
    for (int p = 0; p < to; p += 2 * L) {
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      FloatVector b0 = a0;
      FloatVector b1 = a0;
      FloatVector b2 = a0;
      FloatVector b3 = a0;
      int first = keyAt(p);
      int second = keyAt(p + L);
      for (int d = 0; d < width; d++) {
        FloatVector k0 = FloatVector.fromArray(F, keys, first + d * group);
        FloatVector k1 = FloatVector.fromArray(F, keys, second + d * group);
        FloatVector x0 = FloatVector.broadcast(F, queries[q0 + d]);
        FloatVector x1 = FloatVector.broadcast(F, queries[q1 + d]);
        FloatVector x2 = FloatVector.broadcast(F, queries[q2 + d]);
        FloatVector x3 = FloatVector.broadcast(F, queries[q3 + d]);
        a0 = x0.fma(k0, a0);
        b0 = x0.fma(k1, b0);
        a1 = x1.fma(k0, a1);
        b1 = x1.fma(k1, b1);
        a2 = x2.fma(k0, a2);
        b2 = x2.fma(k1, b2);
        a3 = x3.fma(k0, a3);
        b3 = x3.fma(k1, b3);
      }
      a0.intoArray(scores, p);
      b0.intoArray(scores, p + L);
      a1.intoArray(scores, POSITIONS + p);
      b1.intoArray(scores, POSITIONS + p + L);
      a2.intoArray(scores, 2 * POSITIONS + p);
      b2.intoArray(scores, 2 * POSITIONS + p + L);
      a3.intoArray(scores, 3 * POSITIONS + p);
      b3.intoArray(scores, 3 * POSITIONS + p + L);
    }
  }

  private void score1(int query, int to) {
    float[] queries = rows.queries;
    for (int p = 0; p < to; p += 2 * L) {
      FloatVector a = FloatVector.zero(F);
      FloatVector b = a;
      int first = keyAt(p);
      int second = keyAt(p + L);
      for (int d = 0; d < width; d++) {
        FloatVector x = FloatVector.broadcast(F, queries[query + d]);
        a = x.fma(FloatVector.fromArray(F, keys, first + d * group), a);
        b = x.fma(FloatVector.fromArray(F, keys, second + d * group), b);
      }
      a.intoArray(scores, p);
      b.intoArray(scores, p + L);
    }
  }

  /**
   * Turns the scores at a place into weights, 0 outside [from, to), and returns what the row's sums
   * so far must be multiplied by.
   */
  private float weigh(int row, int place, int from, int to) {
    int start = place * POSITIONS;
    int end = (to + L - 1) / L * L;
    IntVector most = IntVector.broadcast(Lanes.I, Integer.MIN_VALUE);
    for (int p = 0; p < end; p += L) {
      FloatVector s = FloatVector.fromArray(F, scores, start + p);
      if (p + L > to || p < from) {
        s = s.blend(Float.NEGATIVE_INFINITY, outside(p, from, to));
        s.intoArray(scores, start + p);
      }
      most = most.max(Lanes.ordered(s.reinterpretAsInts()));
    }
    float before = rows.largest[row];
    float largest = Math.max(before, Lanes.largest(most));
    rows.largest[row] = largest;
    float rescale = 1f;
    FloatVector divisor = FloatVector.fromArray(F, rows.divisors, row * L);
    if (largest > before) {
      FloatVector factor = Lanes.exp2(FloatVector.broadcast(F, before - largest));
      divisor = divisor.mul(factor);
      rescale = factor.lane(0);
    }
    for (int p = 0; p < end; p += L) {
      FloatVector weight = Lanes.exp2(FloatVector.fromArray(F, scores, start + p).sub(largest));
      weight.intoArray(scores, start + p);
      divisor = divisor.add(weight);
    }
    for (int p = end; p < POSITIONS; p += L) {
      FloatVector.zero(F).intoArray(scores, start + p);
    }
    divisor.intoArray(rows.divisors, row * L);
    return rescale;
  }

  private static VectorMask<Float> outside(int p, int from, int to) {
    VectorMask<Float> below = F.indexInRange(0, Math.clamp(from - (long) p, 0, L));
    return below.or(F.indexInRange(0, Math.clamp(to - (long) p, 0, L)).not());
  }

  private void add1(int sum, float rescale, int from, int to) {
    float[] sums = rows.sums;
    for (int d = 0; d < padded; d += ROWS * L) {
      int last = padded - L;
      int d1 = Math.min(d + L, last);
      int d2 = Math.min(d + 2 * L, last);
      int d3 = Math.min(d + 3 * L, last);
      FloatVector a0 = FloatVector.fromArray(F, sums, sum + d).mul(rescale);
      FloatVector a1 = FloatVector.fromArray(F, sums, sum + d1).mul(rescale);
      FloatVector a2 = FloatVector.fromArray(F, sums, sum + d2).mul(rescale);
      FloatVector a3 = FloatVector.fromArray(F, sums, sum + d3).mul(rescale);
      for (int p = from; p < to; p++) {
        FloatVector x = FloatVector.broadcast(F, scores[p]);
        a0 = x.fma(FloatVector.fromArray(F, values, p * padded + d), a0);
        a1 = x.fma(FloatVector.fromArray(F, values, p * padded + d1), a1);
        a2 = x.fma(FloatVector.fromArray(F, values, p * padded + d2), a2);
        a3 = x.fma(FloatVector.fromArray(F, values, p * padded + d3), a3);
      }
      a3.intoArray(sums, sum + d3);
      a2.intoArray(sums, sum + d2);
      a1.intoArray(sums, sum + d1);
      a0.intoArray(sums, sum + d);
    }
  }
}
