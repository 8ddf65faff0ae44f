package io.metagen.transformer.kernel;

import static java.util.Objects.requireNonNull;

import io.metagen.transformer.kernel.Attention.Range;
import io.metagen.transformer.kernel.Attention.View;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of neighbouring heads at the same positions, read from a sequence's blocks. What
 * another sequence has in the same blocks, from a tile's start on, is not read again. Heads are
 * read in the order in which they lie in memory. Owned by one thread.
 */
final class HeadTiles {
  private final KvMemory.Shape shape;
  private final int blockSize;
  private final Arena arena;
  private final @Nullable Tile[] tiles;
  private @Nullable View view;
  private Range heads = new Range(0, 0);

  /** Of these blocks the positions [heldStart, heldStart + heldCount) are in the tiles. */
  private int[] held = {};

  private int heldStart;
  private int heldCount;

  /** Kept so that nothing is left out as useless. */
  @SuppressWarnings("unused")
  private int touched;

  /**
   * Takes memory as heads are read.
   *
   * @param arena ends it
   */
  HeadTiles(KvMemory.Shape shape, Arena arena) {
    this.shape = shape;
    this.arena = arena;
    blockSize = shape.blockSize();
    tiles = new Tile[shape.heads()];
  }

  /** Begins to read some heads of a layer, whose blocks don't change until the next begin. */
  void begin(View what, Range of) {
    view = what;
    heads = of;
    heldCount = 0;
  }

  /** Returns a head's tile. */
  Tile of(int head) {
    Tile tile = tiles[head];
    if (tile == null) {
      tile = new Tile(shape, arena);
      tiles[head] = tile;
    }
    return tile;
  }

  /**
   * Reads the positions [start, start + count) of a sequence.
   *
   * @param blocks of the sequence
   * @param start the first position of a block
   */
  void read(int[] blocks, int start, int count) {
    int first = held(blocks, start, count);
    held = blocks;
    heldStart = start;
    heldCount = count;
    View from = requireNonNull(view);
    for (int head = heads.first(); head < heads.end(); head++) {
      of(head).begin(count);
    }
    for (int p = first; p < count; p += blockSize) {
      touched += from.memory().touch(from.layer(), blocks[(start + p) / blockSize], heads);
    }
    for (int p = first; p < count; p += blockSize) {
      int block = blocks[(start + p) / blockSize];
      for (int head = heads.first(); head < heads.end(); head++) {
        long address = from.memory().address(from.layer(), block, head);
        of(head).read(from.memory(), address, p, Math.min(blockSize, count - p));
      }
    }
    for (int head = heads.first(); head < heads.end(); head++) {
      of(head).end(count);
    }
  }

  /** Returns how many positions from a start on lie in blocks that the tiles hold already. */
  private int held(int[] blocks, int start, int count) {
    int end = start == heldStart ? Math.min(count, heldCount) : 0;
    int p = 0;
    while (p + blockSize <= end
        && blocks[(start + p) / blockSize] == held[(start + p) / blockSize]) {
      p += blockSize;
    }
    return p;
  }
}
