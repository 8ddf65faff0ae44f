package io.metagen.transformer.kernel;

import static java.util.Objects.requireNonNull;

import io.metagen.transformer.kernel.SeenRows.Sights;
import io.metagen.transformer.kernel.Step.Run;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attention of some heads for some of a step's tokens, tile by tile of their contexts. Blocks
 * that sequences share are read once for all of them, level by level along the tree of their
 * prefixes (Juravsky et al., Hydragen, 2024, sections 3.2 and 3.3). Heads that are taken together
 * are read from memory in the order in which they lie there. Owned by one thread.
 */
final class Attention implements AutoCloseable {

  /**
   * Who attends to what.
   *
   * @param memory the pool
   * @param layer in the pool
   * @param rows of the step
   * @param tokens of the step
   */
  record View(KvMemory memory, int layer, QueryRows rows, int tokens) {}

  /** Numbers [first, end). */
  record Range(int first, int end) {
    int size() {
      return end - first;
    }
  }

  private static final Range NO_HEADS = new Range(0, 0);

  private final int perKey;
  private final int window;
  private final int sinks;
  private final int blockSize;
  private final int span;
  private final Arena arena = Arena.ofShared();
  private final TileAttention attention;
  private final SeenRows rows = new SeenRows();
  private final HeadTiles tiles;
  private @Nullable View current;
  private Range heads = NO_HEADS;
  private List<Run> runs = List.of();
  private boolean measures;

  /**
   * @param network whose heads and window count
   * @param shape of the pools
   */
  Attention(Network network, KvMemory.Shape shape) {
    perKey = network.heads() / shape.heads();
    window = network.window();
    sinks = network.sinks();
    blockSize = shape.blockSize();
    span = Tile.POSITIONS / blockSize * blockSize;
    tiles = new HeadTiles(shape, arena);
    attention = new TileAttention(shape, arena);
  }

  /**
   * Computes the results of runs over all that they see.
   *
   * @param of heads of keys and values
   * @param neighbours runs of the step, in its order
   */
  void attend(View what, Range of, List<Run> neighbours) {
    current = what;
    heads = of;
    runs = neighbours;
    tiles.begin(what, of);
    measures = runs.stream().anyMatch(run -> run.masses() != null);
    int start = Integer.MAX_VALUE;
    for (Run run : runs) {
      start = Math.min(start, firstTile(run.start()));
    }
    descend(0, runs.size(), start);
    if (measures) {
      runs.forEach(this::closeMasses);
    }
  }

  private View view() {
    return requireNonNull(current);
  }

  /** Returns a head's first row. */
  private int firstRow(int head) {
    return head * view().tokens * perKey;
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
    rows.clear();
    int seen = 0;
    for (int i = first; i < end; i++) {
      seen = Math.max(seen, collect(runs.get(i), start, ofSinks));
    }
    if (rows.count() > 0) {
      tiles.read(runs.get(first).blocks(), start, seen);
      for (int head = heads.first; head < heads.end; head++) {
        attendRows(head, start);
      }
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
      int end = Math.min(span, (ofSinks ? Math.min(sinks, windowStart) : position + 1) - start);
      if (begin < end) {
        int row = (run.place() + t) * perKey;
        rows.add(new Range(row, row + perKey), begin, end, run.masses());
        seen = Math.max(seen, end);
      }
    }
    return seen;
  }

  /** Adds a head's tile to the rows noted, as many together as lie together. */
  private void attendRows(int head, int start) {
    Sights sights;
    for (int i = 0; i < rows.count(); i = sights.end()) {
      sights = rows.together(i, TileAttention.ROWS);
      attention.attend(tiles.of(head), view().rows, firstRow(head) + rows.row(i), sights);
      for (int seen = i; measures && seen < sights.end(); seen++) {
        measure(head, start, seen, seen - i);
      }
    }
  }

  /** Notes what a row, at a place among those that were together, gave each block of a tile. */
  private void measure(int head, int start, int i, int place) {
    Masses noted = rows.masses(i);
    if (noted != null) {
      int own = rows.row(i);
      float largest = view().rows.largest()[firstRow(head) + own];
      int row = noted.row(own / perKey, head * perKey + own % perKey);
      for (int p = rows.from(i) / blockSize * blockSize; p < rows.to(i); p += blockSize) {
        int begin = Math.max(p, rows.from(i));
        int end = Math.min(p + blockSize, rows.to(i));
        float weight = attention.weight(tiles.of(head), place, begin, end);
        noted.add(row, (start + p) / blockSize, weight, largest);
      }
    }
  }

  private void closeMasses(Run run) {
    if (run.masses() != null) {
      for (int place = run.place(); place < run.place() + run.count(); place++) {
        for (int head = heads.first * perKey; head < heads.end * perKey; head++) {
          int row = firstRow(head / perKey) + place * perKey + head % perKey;
          run.masses()
              .close(
                  run.masses().row(place, head),
                  view().rows.largest()[row],
                  view().rows.divisor(row));
        }
      }
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
