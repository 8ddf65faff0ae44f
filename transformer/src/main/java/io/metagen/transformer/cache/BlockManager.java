package io.metagen.transformer.cache;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The state of a fixed number of blocks. Each is exactly one of
 *
 * <pre>
 * free    no reference, not resident     on the free list
 * used    at least one reference         resident (in the prefix tree) or private to its sequences
 * cached  no reference, resident         reusable, and evictable when memory runs short
 * </pre>
 *
 * so that free + used + cached = total at any time. Not thread-safe.
 */
public final class BlockManager {
  private final int[] references;
  private final BitSet resident;
  private final int[] freeList;
  private int free;
  private int cached;

  /** All blocks are free; they are handed out from number 0 upwards. */
  public BlockManager(int total) {
    if (total < 1) {
      throw new IllegalArgumentException("total: must be at least 1, is " + total);
    }
    references = new int[total];
    resident = new BitSet(total);
    freeList = new int[total];
    for (int block = total - 1; block >= 0; block--) {
      freeList[free++] = block;
    }
  }

  public int total() {
    return references.length;
  }

  public int free() {
    return free;
  }

  public int cached() {
    return cached;
  }

  public int used() {
    return total() - free - cached;
  }

  /** Returns how many sequences hold the block. */
  public int references(int block) {
    return references[block];
  }

  /** Takes a free block with one reference; empty where none is free. */
  public OptionalInt allocate() {
    if (free == 0) {
      return OptionalInt.empty();
    }
    int block = freeList[--free];
    references[block] = 1;
    return OptionalInt.of(block);
  }

  /** Adds a reference to a used or cached block. */
  public void retain(int block) {
    if (references[block] == 0) {
      require(resident.get(block), block, "is free and can't be retained");
      cached--;
    }
    references[block]++;
  }

  /**
   * Gives a reference back. A block without references becomes cached if it is resident, else free.
   *
   * @return whether that was the last reference
   */
  public boolean release(int block) {
    require(references[block] > 0, block, "has no reference to release");
    if (--references[block] > 0) {
      return false;
    }
    if (resident.get(block)) {
      cached++;
    } else {
      freeList[free++] = block;
    }
    return true;
  }

  /** Notes that the prefix tree holds this used block from now on. */
  void makeResident(int block) {
    require(references[block] > 0 && !resident.get(block), block, "is not private to a sequence");
    resident.set(block);
  }

  /** Returns whether the prefix tree holds the block. */
  boolean resident(int block) {
    return resident.get(block);
  }

  /** Notes that the prefix tree gave up this used block. */
  void makePrivate(int block) {
    require(references[block] > 0 && resident.get(block), block, "is not used by the prefix tree");
    resident.clear(block);
  }

  /** Frees a cached block that the prefix tree gave up. */
  void evict(int block) {
    require(references[block] == 0 && resident.get(block), block, "is not cached");
    resident.clear(block);
    cached--;
    freeList[free++] = block;
  }

  /** Throws if a count disagrees with the blocks, naming what does. */
  public void checkIntegrity() {
    BitSet listed = new BitSet(total());
    for (int i = 0; i < free; i++) {
      int block = freeList[i];
      require(!listed.get(block), block, "is on the free list twice");
      require(references[block] == 0 && !resident.get(block), block, "is free and held");
      listed.set(block);
    }
    int idle = 0;
    for (int block = 0; block < total(); block++) {
      require(references[block] >= 0, block, "has negative references");
      boolean unheld = references[block] == 0 && !resident.get(block);
      require(!unheld || listed.get(block), block, "is held by nobody and not on the free list");
      idle += references[block] == 0 && resident.get(block) ? 1 : 0;
    }
    if (idle != cached) {
      throw new IllegalStateException("cached is " + cached + " but " + idle + " blocks are");
    }
  }

  private void require(boolean holds, int block, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(
          "block " + block + " (references " + references[block] + ") " + otherwise);
    }
  }
}
