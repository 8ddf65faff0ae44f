package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Memory for keys and values, cut into blocks of positions: [blocks + 1, blockSize, 2, kvHeads,
 * headDim] per layer. Who may use which block is the caller's business; the extra block takes what
 * padding writes.
 */
public final class KvPool implements AutoCloseable {
  private final NDManager manager;
  private final int blocks;
  private final int blockSize;
  private final List<NDArray> layers;
  private final IValue argument;

  KvPool(NDManager parent, ModelConfig config, int blocks, int blockSize) {
    if (blocks < 1 || blockSize < 1) {
      throw new IllegalArgumentException("blocks, blockSize: at least 1");
    }
    manager = parent.newSubManager();
    this.blocks = blocks;
    this.blockSize = blockSize;
    Shape shape = new Shape(blocks + 1L, blockSize, 2, config.kvHeads(), config.headDim());
    layers =
        IntStream.range(0, config.layers())
            .mapToObj(_ -> manager.zeros(shape, DataType.FLOAT32))
            .toList();
    argument = Arguments.list(layers);
  }

  /** Returns the number of blocks that rows may use, from 0. */
  public int blocks() {
    return blocks;
  }

  /** Returns the positions per block. */
  public int blockSize() {
    return blockSize;
  }

  /** Returns the memory held, in bytes. */
  public long bytes() {
    return layers.stream().mapToLong(layer -> layer.size() * Float.BYTES).sum();
  }

  /** Returns the blocks that so many positions need. */
  int blocksFor(int positions) {
    return (positions + blockSize - 1) / blockSize;
  }

  /** Returns the block that padding writes into. */
  int scratchBlock() {
    return blocks;
  }

  /** Returns a block's number, or throws if there is none. */
  long checked(int block) {
    if (block < 0 || block >= blocks) {
      throw new IllegalArgumentException("block " + block + " is outside 0 to " + (blocks - 1));
    }
    return block;
  }

  /** Returns the layers' tensors as one argument of a TorchScript method; the pool closes it. */
  IValue argument() {
    return argument;
  }

  @Override
  public void close() {
    argument.close();
    manager.close();
  }
}
