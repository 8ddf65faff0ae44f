package io.metagen.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.Forward.Loader;
import io.metagen.transformer.kernel.StepTimes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One loaded network, run step by step over keys and values in a {@link KvPool}.
 *
 * <p>On CPUs a row's logits are the same bits whatever else is in the batch, however its prefix was
 * cut into steps or came to be in the pool, and whether it shares blocks with other rows; {@code
 * BatchInvarianceTest} holds this for every precision and family. It rests on two things:
 *
 * <ul>
 *   <li>Products add what a row and a column give in the order of the inputs, whatever the number
 *       of rows.
 *   <li>All else of {@code kernel} takes a row's sums in an order of their own.
 * </ul>
 *
 * <p>Not thread-safe: one owner thread.
 */
public final class Transformer implements AutoCloseable {

  /**
   * How a network is loaded.
   *
   * @param device where its weights and pools live
   * @param precision what its matrices are held and multiplied in
   * @param exceptions matrices that are held in another precision
   * @param kv how keys and values are held
   */
  public record Options(
      Device device, Precision precision, PrecisionExceptions exceptions, KvOptions kv) {
    public Options {
      ComputeDevice known = new ComputeDevice(device);
      if (device.isGpu()) {
        DeviceTypes.number(precision);
        DeviceTypes.check(kv);
        known.requirePresent();
      }
    }

    /** Returns the options for the CPU. */
    public static Options cpu(Precision precision) {
      return on(ComputeDevice.CPU, precision);
    }

    /**
     * Returns the options for a device, with keys and values in f32 or, if that is less, bf16.
     *
     * @throws DeviceException if the device is not there or doesn't have the precision
     */
    public static Options on(ComputeDevice device, Precision precision) {
      return new Options(
          device.device(), precision, PrecisionExceptions.NONE, KvOptions.of(precision));
    }

    /** Returns the same with some matrices in another precision. */
    public Options with(PrecisionExceptions exceptions) {
      return new Options(device, precision, exceptions, kv);
    }

    /** Returns the same with keys and values held in another way. */
    public Options with(KvOptions kv) {
      return new Options(device, precision, exceptions, kv);
    }
  }

  private final ModelConfig config;
  private final String fingerprint;
  private final NDManager manager;
  private final Forward forward;

  private Transformer(Loading loading, NDManager manager, Loader loader) {
    this.manager = manager;
    config = loading.config();
    fingerprint = loading.fingerprint();
    forward = loader.load(loading, manager);
  }

  /**
   * Returns the network in a folder in the Hugging Face layout.
   *
   * @throws CheckpointException if the folder's configuration or weights can't be used, or an
   *     exception of the precision doesn't fit them
   */
  public static Transformer load(Path folder, Options options) {
    return load(folder, options, LoadListener.NONE);
  }

  /**
   * Returns the network in a folder in the Hugging Face layout. On CPUs nothing but some rows of a
   * tensor is in memory twice; for a GPU a tensor is, for a moment.
   *
   * @param listener hears how far it is
   * @throws CheckpointException if the folder's configuration or weights can't be used, or an
   *     exception of the precision doesn't fit them
   */
  public static Transformer load(Path folder, Options options, LoadListener listener) {
    Loader loader =
        options.device().isGpu() ? DeviceForward::new : (loading, _) -> new CpuForward(loading);
    return load(folder, options, listener, loader);
  }

  /** Returns the network with steps that run as the loader tells, on whatever device. */
  static Transformer load(Path folder, Options options, LoadListener listener, Loader loader) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      Loading loading = Loading.of(checkpoint, options, listener);
      NDManager manager = NDManager.newBaseManager(options.device(), PtEngine.ENGINE_NAME);
      return new Transformer(loading, manager, loader);
    }
  }

  public ModelConfig config() {
    return config;
  }

  /**
   * Returns SHA-256 in hex over the configuration, the precision of every matrix, the way keys and
   * values are held, and every weight, the same on every machine.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Returns where its weights, pools and results are. */
  public Device device() {
    return manager.getDevice();
  }

  /** Returns fresh memory for keys and values; it must be closed before the network. */
  public KvPool newKvPool(int blocks, int blockSize) {
    return forward.newKvPool(blocks, blockSize);
  }

  /**
   * Returns the logits of the tokens that are answered for, rows one after another, [answers,
   * vocabulary], f32, on the scope.
   *
   * @throws IllegalArgumentException if a row doesn't fit the network or the pool
   */
  public NDArray forward(NDManager scope, KvPool pool, List<Row> rows) {
    requireHead(config.head() == Head.LANGUAGE, "language head");
    return run("logits", scope, pool, rows);
  }

  /**
   * Returns what a head of values says of the tokens that are answered for, rows one after another,
   * [answers, {@link Head#outputs}], f32, on the scope: raw logits.
   *
   * @throws IllegalArgumentException if a row doesn't fit the network or the pool
   */
  public NDArray values(NDManager scope, KvPool pool, List<Row> rows) {
    requireHead(config.head() != Head.LANGUAGE, "head of values");
    return run("values", scope, pool, rows);
  }

  private void requireHead(boolean present, String head) {
    if (!present) {
      throw new IllegalStateException(config.architecture() + " has no " + head);
    }
  }

  private NDArray run(String method, NDManager scope, KvPool pool, List<Row> rows) {
    rows.forEach(row -> row.check(config, pool));
    return forward.run(method, scope, pool, new Forward.Batch(rows));
  }

  /** Returns where the time of its steps went: known on CPUs only. */
  public Optional<StepTimes> times() {
    return forward.times();
  }

  /** Copies a block in every layer, so that two sequences can go on from a partly filled one. */
  public void copyBlock(KvPool pool, int from, int to) {
    forward.copyBlock(pool, checked(from, pool), checked(to, pool));
  }

  private static int checked(int block, KvPool pool) {
    if (block < 0 || block >= pool.blocks()) {
      throw new IllegalArgumentException(
          "block " + block + " is outside 0 to " + (pool.blocks() - 1));
    }
    return block;
  }

  @Override
  public void close() {
    forward.close();
    manager.close();
  }
}
