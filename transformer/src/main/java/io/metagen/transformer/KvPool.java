package io.metagen.transformer;

import io.metagen.transformer.kernel.KvMemory;
import io.metagen.transformer.kernel.KvType;

/**
 * Memory for keys and values, cut into blocks of positions. Who may use which block is the caller's
 * business. Memory is taken from the system as blocks are first written to.
 */
public final class KvPool implements AutoCloseable {

  /** Positions of a block at most: what the attention reads at once. */
  public static final int MAX_BLOCK_SIZE = 64;

  private final KvMemory memory;

  KvPool(ModelConfig config, int blocks, int blockSize, KvType type) {
    if (blocks < 1) {
      throw new IllegalArgumentException("blocks: at least 1");
    }
    if (blockSize < 1 || blockSize > MAX_BLOCK_SIZE) {
      throw new IllegalArgumentException("blockSize: 1 to " + MAX_BLOCK_SIZE);
    }
    memory = new KvMemory(shape(config, blocks, blockSize, type));
  }

  private static KvMemory.Shape shape(ModelConfig config, int blocks, int blockSize, KvType type) {
    return new KvMemory.Shape(
        config.layers(), blocks, blockSize, config.kvHeads(), config.headDim(), type);
  }

  /** Returns the memory that a block takes in all layers, in bytes. */
  public static long blockBytes(ModelConfig config, int blockSize, KvOptions kv) {
    return shape(config, 1, blockSize, kv.type()).bytes();
  }

  /** Returns the number of blocks that rows may use, from 0. */
  public int blocks() {
    return memory.shape().blocks();
  }

  /** Returns the positions per block. */
  public int blockSize() {
    return memory.shape().blockSize();
  }

  /** Returns the memory held once all blocks were written to, in bytes. */
  public long bytes() {
    return memory.shape().bytes();
  }

  /** Returns the blocks that so many positions need. */
  int blocksFor(int positions) {
    return (positions + blockSize() - 1) / blockSize();
  }

  /** Returns a block's number, or throws if there is none. */
  int checked(int block) {
    if (block < 0 || block >= blocks()) {
      throw new IllegalArgumentException("block " + block + " is outside 0 to " + (blocks() - 1));
    }
    return block;
  }

  KvMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    memory.close();
  }
}
