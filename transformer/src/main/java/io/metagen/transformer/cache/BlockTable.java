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
   *
   * A table with a limited budget gives up full blocks of the first two kinds, at evict().
   *
   * By attention: the others move up. Positions keep their places in their blocks, but a block's
   * index is that of its positions less `evicted`. Nothing moves to the path from then on, since
   * what is computed now depends on what was given up. The budget decides at the ends of blocks
   * alone, and room() keeps a step from going beyond one where something must be given up. So what a
   * token sees is a function of the tokens before it, not of the steps that they were computed in.
   *
   * By a window: what no later token sees, the blocks [sinks, unseen). Nothing moves, so tokens see
   * what they would see of all blocks, at the same indices; at the indices of what is gone stands
   * the first block behind it, which is read there and not used. Full blocks still move to the path,
   * as long as the tree has what is before them.
   */
  private final PrefixCache cache;
  private final PrefixPath path;
  private final BlockBudget budget;
  private final BlockMasses masses;
  private int[] blocks;
  private int evicted;
  private int unseen;

  /** Takes over a path from {@link PrefixCache#match}; nothing is given up. */
  public BlockTable(PrefixCache cache, PrefixPath path) {
    this(cache, path, BlockBudget.ALL);
  }

  /** Takes over a path from {@link PrefixCache#match}, made by tables with the same budget. */
  public BlockTable(PrefixCache cache, PrefixPath path, BlockBudget budget) {
    this(cache, path, budget, new BlockMasses());
    blocks = new int[path.blockCount()];
    Arrays.setAll(blocks, path::block);
    for (int i = 0; budget.byAttention() && i < blocks.length; i++) {
      masses.fill(path.masses(i));
    }
  }

  private BlockTable(PrefixCache cache, PrefixPath path, BlockBudget budget, BlockMasses masses) {
    this.cache = cache;
    this.path = path;
    this.budget = budget;
    this.masses = masses;
    this.blocks = new int[0];
  }

  /**
   * Returns the block numbers; block i holds positions from i x block size, of those that are not
   * {@link #evicted}. Those that no next token sees may be in no block: another stands there. Not
   * to be changed.
   */
  public int[] blocks() {
    return blocks;
  }

  /** Returns how many positions were given up so that those behind them moved up. */
  public int evicted() {
    return evicted * cache.blockSize();
  }

  /** Returns how many blocks are held. */
  int held() {
    return blocks.length - gap();
  }

  /** Returns how many leading tokens are in the prefix tree; nothing was given up yet. */
  public int sharedTokens() {
    return path.tokenCount();
  }

  /** Whether blocks are given up by attention, so that {@link #attended} must be told. */
  public boolean byAttention() {
    return budget.byAttention();
  }

  /**
   * Returns how many of the next {@code count} positions one step may compute, at least 1; {@link
   * #evict} was called.
   *
   * @param spare further blocks that it may take for the step, beyond the budget; used where what
   *     is given up does not depend on the steps
   */
  public int room(int computed, int count, int spare) {
    int size = cache.blockSize();
    if (budget.byAttention()) {
      int held = computed - evicted();
      return budget.positions(held + count, size) - held;
    }
    long most = Math.max(budget.most() + gap(), blocks.length + (long) spare);
    return (int) Math.min(count, most * size - computed);
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
      int last = indexOf(computed);
      int[] changed = blocks.clone();
      changed[last] = take();
      copy.copy(blocks[last], changed[last]);
      cache.blocks().release(blocks[last]);
      blocks = changed;
    }
    grow(blocksOf(length));
  }

  /**
   * Notes the attention that the token at a position gave each block, in the order of positions.
   */
  public void attended(int position, double[] given) {
    masses.add(given);
    if ((position + 1) % cache.blockSize() == 0) {
      masses.fill();
    }
  }

  /** Moves private blocks that are full at {@code computed} to the prefix tree. */
  public void commit(int[] tokens, int computed) {
    int size = cache.blockSize();
    while (publishes() && path.tokenCount() + size <= computed) {
      int index = path.blockCount();
      int block = path.append(tokens, index * size, blocks[index]);
      if (byAttention()) {
        path.keep(index, masses.given(index));
      }
      if (block != blocks[index]) {
        blocks = blocks.clone();
        blocks[index] = block;
      }
    }
  }

  private boolean publishes() {
    return evicted == 0 && unseen <= path.blockCount() && path.grows();
  }

  /**
   * Gives up what no token from {@code computed} on sees; by attention, what is over the budget, if
   * the block of the last computed position is full.
   */
  public void evict(int computed) {
    if (!byAttention()) {
      evictUnseen(computed / cache.blockSize() - budget.window() + 1);
    } else if (computed % cache.blockSize() == 0) {
      while (blocks.length >= budget.most()) {
        evictAt(masses.least(budget.sinks(), blocks.length - budget.window() + 1));
      }
    }
  }

  /** Gives up the blocks between the sinks and an end; a block stands there. */
  private void evictUnseen(int end) {
    int from = Math.max(budget.sinks(), unseen);
    if (from < end) {
      int inPath = path.blockCount();
      path.skip(Math.min(from, inPath), Math.min(end, inPath));
      for (int i = Math.max(from, inPath); i < end; i++) {
        cache.blocks().release(blocks[i]);
      }
      blocks = blocks.clone();
      Arrays.fill(blocks, budget.sinks(), end, blocks[end]);
      unseen = end;
    }
  }

  /** Returns how many of the blocks' places are those of blocks given up. */
  private int gap() {
    return Math.max(0, unseen - budget.sinks());
  }

  private boolean holds(int index) {
    return index < budget.sinks() || index >= unseen;
  }

  private void evictAt(int index) {
    if (index < path.blockCount()) {
      path.drop(index);
    } else {
      cache.blocks().release(blocks[index]);
    }
    int[] rest = Arrays.copyOf(blocks, blocks.length - 1);
    System.arraycopy(blocks, index + 1, rest, index, rest.length - index);
    blocks = rest;
    masses.remove(index);
    evicted++;
  }

  /**
   * Returns a table over the same content; the partly filled last block is shared until written.
   */
  public BlockTable fork() {
    for (int i = path.blockCount(); i < blocks.length; i++) {
      if (holds(i)) {
        cache.blocks().retain(blocks[i]);
      }
    }
    BlockTable fork = new BlockTable(cache, path.fork(), budget, masses.copy());
    fork.blocks = blocks;
    fork.evicted = evicted;
    fork.unseen = unseen;
    return fork;
  }

  /** Gives everything back, once; deepest positions first, so that they are evicted first. */
  public void release() {
    for (int i = blocks.length - 1; i >= path.blockCount(); i--) {
      if (holds(i)) {
        cache.blocks().release(blocks[i]);
      }
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
    int last = indexOf(computed);
    return last < blocks.length && cache.blocks().references(blocks[last]) > 1;
  }

  /** Returns the index of a position's block. */
  private int indexOf(int position) {
    return position / cache.blockSize() - evicted;
  }

  private int blocksOf(int length) {
    return Math.ceilDiv(length, cache.blockSize()) - evicted;
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
