package io.metagen.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** This project's side: {@link Transformer}, without the service around it. */
public final class TransformerEngine implements Engine {

  /** Positions per block, as {@code generator-svc} has it. */
  static final int BLOCK_SIZE = 16;

  private final Transformer network;
  private final NDManager manager;

  private TransformerEngine(Transformer network) {
    this.network = network;
    manager = NDManager.newBaseManager(network.device(), PtEngine.ENGINE_NAME);
  }

  /** Returns the engine with the network in a folder. */
  public static TransformerEngine load(Path folder, Precision precision) {
    return load(folder, precision, ComputeDevice.CPU);
  }

  /**
   * Returns the engine with the network in a folder, on a device.
   *
   * @throws io.metagen.transformer.DeviceException if the device is not there or doesn't have the
   *     precision
   */
  public static TransformerEngine load(Path folder, Precision precision, ComputeDevice device) {
    return new TransformerEngine(
        Transformer.load(folder, Transformer.Options.on(device, precision.serving())));
  }

  /** Sets the threads of one call for the whole process; must come before any network is loaded. */
  public static void useThreads(int threads) {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
  }

  @Override
  public Session open(Workload workload) {
    return new TransformerSession(network, manager, workload);
  }

  @Override
  public int[] greedy(int[] prompt, int count) {
    int total = prompt.length + count;
    int[] blocks = IntStream.range(0, blocks(total)).toArray();
    int[] result = new int[count];
    try (KvPool pool = network.newKvPool(blocks.length, BLOCK_SIZE)) {
      int[] next = prompt;
      for (int i = 0, start = 0; i < count; i++) {
        result[i] = likeliest(pool, new Row(next, start, blocks));
        start += next.length;
        next = new int[] {result[i]};
      }
    }
    return result;
  }

  private int likeliest(KvPool pool, Row row) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits = network.forward(scope, pool, List.of(row));
      return (int) logits.argMax(1).getLong(0);
    }
  }

  static int blocks(int positions) {
    return (positions + BLOCK_SIZE - 1) / BLOCK_SIZE;
  }

  @Override
  public void close() {
    manager.close();
    network.close();
  }
}
