package io.metagen.transformer;

import io.metagen.transformer.kernel.KvMemory;
import io.metagen.transformer.kernel.KvType;

/** Keys and values as {@code kernel} lays them out, taken as they are written to. */
final class CpuKvPool implements KvPool {

  /** Positions of a block at most: half of what the attention reads at once. */
  private static final int MAX_BLOCK_SIZE = 64;

  private final KvMemory memory;

  CpuKvPool(ModelConfig config, int blocks, int blockSize, KvType type) {
    if (blocks < 1) {
      throw new IllegalArgumentException("blocks: at least 1");
    }
    if (blockSize < 1 || blockSize > MAX_BLOCK_SIZE) {
      throw new IllegalArgumentException("blockSize: 1 to " + MAX_BLOCK_SIZE);
    }
    memory = new KvMemory(shape(config, blocks, blockSize, type));
  }

  static KvMemory.Shape shape(ModelConfig config, int blocks, int blockSize, KvType type) {
    return new KvMemory.Shape(
        config.layers(), blocks, blockSize, config.kvHeads(), config.headDim(), type);
  }

  @Override
  public int blocks() {
    return memory.shape().blocks();
  }

  @Override
  public int blockSize() {
    return memory.shape().blockSize();
  }

  @Override
  public long bytes() {
    return memory.shape().bytes();
  }

  KvMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    memory.close();
  }
}
