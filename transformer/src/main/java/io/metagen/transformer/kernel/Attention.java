package io.metagen.transformer.kernel;

import io.metagen.transformer.kernel.Step.Run;
import io.metagen.transformer.kernel.Tile.QueryRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One head's attention for some of a step's tokens, tile by tile of their contexts. Blocks that
 * sequences share are read once for all of them, level by level along the tree of their prefixes
 * (Juravsky et al., Hydragen, 2024, sections 3.2 and 3.3).
 */
final class Attention {

  /**
   * What is attended to.
   *
   * @param memory the pool
   * @param layer in the pool
   * @param head of keys and values
   * @param network whose heads and window count
   */
  record View(KvMemory memory, int layer, int head, Network network) {}

  private final View view;
  private final int queryHeads;
  private final int perKey;
  private final int window;
  private final int sinks;
  private final int blockSize;
  private final int span;
  private final List<Run> runs;
  private final QueryRows state;
  private final Tile tile;
  private int[] rows = new int[64];
  private int[] from = new int[64];
  private int[] to = new int[64];
  private @Nullable Masses[] masses = new Masses[64];
  private int count;
  private boolean measures;

  Attention(View view, List<Run> runs, QueryRows state) {
    this.view = view;
    this.runs = runs;
    this.state = state;
    KvMemory.Shape shape = view.memory.shape();
    queryHeads = view.network.heads();
    perKey = queryHeads / shape.heads();
    window = view.network.window();
    sinks = view.network.sinks();
    blockSize = shape.blockSize();
    span = Tile.POSITIONS / blockSize * blockSize;
    tile = new Tile(shape, state);
  }

  /** Computes the results of the runs [first, end) over all that they see. */
  void attend(int first, int end) {
    int start = Integer.MAX_VALUE;
    for (int i = first; i < end; i++) {
      start = Math.min(start, firstTile(runs.get(i).start()));
      measures |= runs.get(i).masses() != null;
    }
    descend(first, end, start);
    if (measures) {
      runs.subList(first, end).forEach(this::closeMasses);
    }
  }

  private int firstTile(int position) {
    return sinks > 0 ? 0 : Math.max(0, position - window + 1) / span;
  }

  private void descend(int first, int end, int tileIndex) {
    int index = tileIndex;
    int i = first;
    while (i < end) {
      int next = sharers(i, end, index);
      if (runs.get(i).context() > index * span) {
        attend(i, next, index);
        if (i == first && next == end) {
          index++;
          continue;
        }
        descend(i, next, index + 1);
      }
      i = next;
    }
  }

  /** Returns the end of the runs that have the same blocks in a tile as run {@code i}. */
  private int sharers(int i, int end, int index) {
    Run first = runs.get(i);
    int next = i + 1;
    while (next < end && same(first, runs.get(next), index)) {
      next++;
    }
    return next;
  }

  private boolean same(Run a, Run b, int index) {
    int start = index * span;
    int most = start + span;
    int ends = blocks(Math.min(a.context(), most));
    if (ends != blocks(Math.min(b.context(), most))) {
      return false;
    }
    int begins = start / blockSize;
    return begins >= ends || Arrays.equals(a.blocks(), begins, ends, b.blocks(), begins, ends);
  }

  private int blocks(int positions) {
    return (positions + blockSize - 1) / blockSize;
  }

  /** Adds a tile to the tokens of the runs [first, end), which have the same blocks there. */
  private void attend(int first, int end, int index) {
    int start = index * span;
    if (start < sinks) {
      attend(first, end, start, true);
    }
    attend(first, end, start, false);
  }

  private void attend(int first, int end, int start, boolean ofSinks) {
    count = 0;
    int seen = 0;
    for (int i = first; i < end; i++) {
      seen = Math.max(seen, collect(runs.get(i), start, ofSinks));
    }
    if (count > 0) {
      read(runs.get(first).blocks(), start, seen);
      attendRows(start);
    }
  }

  /**
   * Notes the query rows that see a tile in their windows, or before them as sinks, with the
   * positions that they see, and returns the end.
   */
  private int collect(Run run, int start, boolean ofSinks) {
    int seen = 0;
    for (int t = 0; t < run.count(); t++) {
      int position = run.start() + t;
      int windowStart = Math.max(0, position - window + 1);
      int begin = ofSinks ? 0 : Math.max(0, windowStart - start);
      int end = (ofSinks ? Math.min(sinks, windowStart) : position + 1) - start;
      if (begin < Math.min(span, end)) {
        add(firstRow(run, t), begin, Math.min(span, end), run.masses());
        seen = Math.max(seen, Math.min(span, end));
      }
    }
    return seen;
  }

  private int firstRow(Run run, int token) {
    return (run.token() + token) * queryHeads + view.head * perKey;
  }

  private void add(int row, int begin, int end, @Nullable Masses of) {
    if (count + perKey > rows.length) {
      int larger = 2 * (count + perKey);
      rows = Arrays.copyOf(rows, larger);
      from = Arrays.copyOf(from, larger);
      to = Arrays.copyOf(to, larger);
      masses = Arrays.copyOf(masses, larger);
    }
    for (int g = 0; g < perKey; g++) {
      rows[count] = row + g;
      from[count] = begin;
      masses[count] = of;
      to[count++] = end;
    }
  }

  /** Reads the blocks of a tile up to an end. */
  private void read(int[] blocks, int start, int seen) {
    for (int p = 0; p < seen; p += blockSize) {
      int block = blocks[(start + p) / blockSize];
      tile.read(view.memory, view.memory.address(view.layer, block, view.head), p);
    }
  }

  private void attendRows(int start) {
    int i = 0;
    for (; i + Tile.ROWS <= count; i += Tile.ROWS) {
      tile.attend(rows, i, from, to);
      for (int place = 0; measures && place < Tile.ROWS; place++) {
        measure(start, i + place, place);
      }
    }
    for (; i < count; i++) {
      tile.attend(rows[i], from[i], to[i]);
      if (measures) {
        measure(start, i, 0);
      }
    }
  }

  /** Notes what a row, at a place of the tile, gave each block of it. */
  private void measure(int start, int i, int place) {
    Masses noted = masses[i];
    if (noted != null) {
      float largest = state.largest()[rows[i]];
      for (int p = from[i] / blockSize * blockSize; p < to[i]; p += blockSize) {
        float weight = tile.weight(place, Math.max(p, from[i]), Math.min(p + blockSize, to[i]));
        noted.add(rows[i], (start + p) / blockSize, weight, largest);
      }
    }
  }

  private void closeMasses(Run run) {
    if (run.masses() != null) {
      for (int t = 0; t < run.count(); t++) {
        for (int row = firstRow(run, t); row < firstRow(run, t) + perKey; row++) {
          run.masses().close(row, state.largest()[row], state.divisor(row));
        }
      }
    }
  }
}
