package io.metagen.transformer;

/**
 * Memory for keys and values, cut into blocks of positions, on the device of the network that made
 * it. Who may use which block is the caller's business.
 */
public sealed interface KvPool extends AutoCloseable permits CpuKvPool, DeviceKvPool {

  /** Returns the memory that a block takes in all layers, in bytes. */
  static long blockBytes(ModelConfig config, int blockSize, KvOptions kv) {
    return CpuKvPool.shape(config, 1, blockSize, kv.type()).bytes();
  }

  /** Returns the number of blocks that rows may use, from 0. */
  int blocks();

  /** Returns the positions per block. */
  int blockSize();

  /** Returns the memory held once all blocks were written to, in bytes. */
  long bytes();

  @Override
  void close();
}
