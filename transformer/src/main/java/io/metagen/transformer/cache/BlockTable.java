package io.metagen.transformer.cache;

import java.util.Arrays;

/** The blocks of one sequence, in the order of its positions. */
public final class BlockTable {
  /*
   * Who owns which positions of a sequence:
   *
   *   [0, path)            full blocks in the prefix tree, shared, held by the path
   *   [path, computed)     private blocks with keys and values; a full one moves to the path at
   *                        commit(). Forks share them until one of them writes: only the last block
   *                        can be partly filled, so at most one block is copied per fork
   *   [computed, capacity) private memory without content yet
   *
   * `computed` is the owner's cursor: it is told at commit(), not stored here.
   */
  private final PrefixCache cache;
  private final PrefixPath path;
  private int[] blocks;

  /** Takes over a path from {@link PrefixCache#match}. */
  public BlockTable(PrefixCache cache, PrefixPath path) {
    this(cache, path, new int[path.blockCount()]);
    Arrays.setAll(blocks, path::block);
  }

  private BlockTable(PrefixCache cache, PrefixPath path, int[] blocks) {
    this.cache = cache;
    this.path = path;
    this.blocks = blocks;
  }

  /** Returns the block numbers; block i holds positions from i x block size. Not to be changed. */
  public int[] blocks() {
    return blocks;
  }

  /** Returns how many leading tokens are held in the prefix tree. */
  public int sharedTokens() {
    return path.tokenCount();
  }

  /**
   * Returns how many blocks {@link #reserve} would take.
   *
   * @param computed positions that have content
   * @param length positions that must have memory
   */
  public int missing(int computed, int length) {
    int copied = sharesTail(computed) && length > computed ? 1 : 0;
    return Math.max(0, blocksOf(length) - blocks.length) + copied;
  }

  /**
   * Makes positions {@code [computed, length)} writable: a partly filled last block that a fork
   * shares is copied, then blocks are added. The caller has made sure that {@link #missing} blocks
   * are available.
   *
   * @param copy copies a block's content to a new one
   */
  public void reserve(int computed, int length, BlockCopy copy) {
    if (missing(computed, length) == 0) {
      return;
    }
    if (sharesTail(computed)) {
      int last = computed / cache.blockSize();
      int[] changed = blocks.clone();
      changed[last] = take();
      copy.copy(blocks[last], changed[last]);
      cache.blocks().release(blocks[last]);
      blocks = changed;
    }
    grow(blocksOf(length));
  }

  /** Moves private blocks that are full at {@code computed} to the prefix tree. */
  public void commit(int[] tokens, int computed) {
    int size = cache.blockSize();
    while (path.tokenCount() + size <= computed) {
      int index = path.blockCount();
      int block = path.append(tokens, index * size, blocks[index]);
      if (block != blocks[index]) {
        blocks = blocks.clone();
        blocks[index] = block;
      }
    }
  }

  /**
   * Returns a table over the same content; the partly filled last block is shared until written.
   */
  public BlockTable fork() {
    for (int i = path.blockCount(); i < blocks.length; i++) {
      cache.blocks().retain(blocks[i]);
    }
    return new BlockTable(cache, path.fork(), blocks);
  }

  /** Gives everything back, once; deepest positions first, so that they are evicted first. */
  public void release() {
    for (int i = blocks.length - 1; i >= path.blockCount(); i--) {
      cache.blocks().release(blocks[i]);
    }
    path.release();
  }

  private void grow(int count) {
    int old = blocks.length;
    if (count > old) {
      blocks = Arrays.copyOf(blocks, count);
      Arrays.setAll(blocks, i -> i < old ? blocks[i] : take());
    }
  }

  /** Whether the block of the next position has content that another sequence holds too. */
  private boolean sharesTail(int computed) {
    int last = computed / cache.blockSize();
    return last < blocks.length && cache.blocks().references(blocks[last]) > 1;
  }

  private int blocksOf(int length) {
    return Math.ceilDiv(length, cache.blockSize());
  }

  private int take() {
    return cache
        .allocate()
        .orElseThrow(() -> new IllegalStateException("no block left; check missing() first"));
  }

  /** Copies the keys and values of one block to another. */
  @FunctionalInterface
  public interface BlockCopy {
    /** Copies block {@code from} over block {@code to}. */
    void copy(int from, int to);
  }
}
