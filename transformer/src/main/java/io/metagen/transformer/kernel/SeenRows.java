package io.metagen.transformer.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The query rows that see a tile, counted within their head, and which of its positions they see.
 * Owned by one thread.
 */
final class SeenRows {
  private int[] rows = new int[64];
  private int[] from = new int[64];
  private int[] to = new int[64];
  private @Nullable Masses[] masses = new Masses[64];
  private int count;

  /** What rows that lie together see: the one at an index from {@code first} on [from, to). */
  @SuppressWarnings("ArrayRecordComponent") // a view
  record Sights(int[] from, int[] to, int first, int end) {
    int count() {
      return end - first;
    }
  }

  void clear() {
    count = 0;
  }

  /** Adds so many rows that lie together and see the positions [begin, end) of the tile. */
  void add(Attention.Range some, int begin, int end, @Nullable Masses of) {
    if (count + some.size() > rows.length) {
      int larger = 2 * (count + some.size());
      rows = Arrays.copyOf(rows, larger);
      from = Arrays.copyOf(from, larger);
      to = Arrays.copyOf(to, larger);
      masses = Arrays.copyOf(masses, larger);
    }
    for (int row = some.first(); row < some.end(); row++) {
      rows[count] = row;
      from[count] = begin;
      masses[count] = of;
      to[count++] = end;
    }
  }

  int count() {
    return count;
  }

  int row(int index) {
    return rows[index];
  }

  int from(int index) {
    return from[index];
  }

  int to(int index) {
    return to[index];
  }

  /** Returns what notes the weights of a row; null if nobody asks. */
  @Nullable Masses masses(int index) {
    return masses[index];
  }

  /** Returns rows that lie together, at most so many, from an index on. */
  Sights together(int first, int most) {
    int end = first + 1;
    while (end < Math.min(count, first + most) && rows[end] == rows[end - 1] + 1) {
      end++;
    }
    return new Sights(from, to, first, end);
  }
}
