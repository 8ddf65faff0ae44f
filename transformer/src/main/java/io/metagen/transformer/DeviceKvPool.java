package io.metagen.transformer;

import ai.djl.pytorch.jni.IValue;

/**
 * Keys and values as tensors, [blocks, blockSize, 2, kvHeads, headDim] for each layer.
 *
 * @param bytes of all of them
 * @param tensors {@code List[Tensor]}; the pool closes it
 */
record DeviceKvPool(int blocks, int blockSize, long bytes, IValue tensors) implements KvPool {

  @Override
  public void close() {
    tensors.close();
  }
}
