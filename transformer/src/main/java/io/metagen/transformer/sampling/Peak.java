package io.metagen.transformer.sampling;

import static io.metagen.transformer.sampling.LogitRow.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What one pass over a row's logits finds: the largest, and that of each group of tokens. */
final class Peak {

  private static final VectorSpecies<Integer> I =
      VectorSpecies.of(int.class, LogitRow.F.vectorShape());

  /** Tokens whose ids differ by whole vectors are one group, as many as this. */
  private static final int GROUP = 64;

  private static final int INFINITY = 0x7F800000;

  private final Selection selection;
  private LogitRow row = LogitRow.NONE;
  private float[] groups = new float[0];
  private int size;
  private float max;
  private boolean numbers;

  /**
   * @param selection shared by one owner's parts
   */
  Peak(Selection selection) {
    this.selection = selection;
  }

  /** Looks at a row. */
  void find(LogitRow of) {
    row = of;
    selection.reserve(row.count());
    int whole = row.count() / L * L;
    int span = GROUP * L;
    size = 0;
    int most = (whole / span + 1) * L + 1;
    if (groups.length < most) {
      groups = new float[most];
    }
    // The bits without the sign of what is no number are larger than those of infinity.
    IntVector magnitude = IntVector.zero(I);
    for (int from = 0; from < whole; from += span) {
      int to = Math.min(whole, from + span);
      FloatVector first = row.floats(from);
      FloatVector second = first;
      magnitude = magnitude.max(bits(first));
      int id = from + L;
      for (; id + 2 * L <= to; id += 2 * L) {
        FloatVector a = row.floats(id);
        FloatVector b = row.floats(id + L);
        magnitude = magnitude.max(bits(a)).max(bits(b));
        first = larger(first, a);
        second = larger(second, b);
      }
      if (id < to) {
        FloatVector a = row.floats(id);
        magnitude = magnitude.max(bits(a));
        first = larger(first, a);
      }
      larger(first, second).intoArray(groups, size);
      size += L;
    }
    numbers = magnitude.reduceLanes(VectorOperators.MAX) <= INFINITY;
    finish(whole);
  }

  private static IntVector bits(FloatVector v) {
    return v.reinterpretAsInts().and(Integer.MAX_VALUE);
  }

  /** (Vectors' own max follows Java's rules for zeros and NaN, which take six instructions.) */
  private static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /** Makes the ids after the last whole vector a group, and finds the largest of all groups. */
  private void finish(int whole) {
    float rest = Float.NEGATIVE_INFINITY;
    for (int id = whole; id < row.count(); id++) {
      float z = row.at(id);
      numbers &= !Float.isNaN(z);
      rest = z > rest ? z : rest;
    }
    groups[size++] = rest;
    max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      max = groups[i] > max ? groups[i] : max;
    }
  }

  /** Returns the row that was looked at. */
  LogitRow row() {
    return row;
  }

  float max() {
    return max;
  }

  /** Whether the row has a largest logit: no NaN, no infinity, one that is not masked. */
  boolean exists() {
    return numbers && Math.abs(max) <= Float.MAX_VALUE;
  }

  /** Returns the lowest id whose logit is the largest. */
  int id() {
    int id = 0;
    for (; id + L <= row.count(); id += L) {
      var equal = row.floats(id).compare(VectorOperators.EQ, max);
      if (equal.anyTrue()) {
        return id + equal.firstTrue();
      }
    }
    while (row.at(id) != max) {
      id++;
    }
    return id;
  }

  /**
   * Returns a bound that at least so many logits reach, and not many more: so many groups have
   * their largest there.
   */
  float reachedBy(int count) {
    if (count > size) {
      return Float.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < size; i++) {
      selection.put(i, Selection.key(groups[i], i));
    }
    return Selection.logit(selection.last(size, count));
  }
}
