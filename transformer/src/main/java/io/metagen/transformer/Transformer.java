package io.metagen.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.kernel.Kernels;
import io.metagen.transformer.kernel.Network;
import io.metagen.transformer.kernel.Rotation;
import io.metagen.transformer.kernel.Step;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One loaded network, run step by step over keys and values in a {@link KvPool}.
 *
 * <p>A row's logits are the same bits whatever else is in the batch, however its prefix was cut
 * into steps or came to be in the pool, and whether it shares blocks with other rows; {@code
 * BatchInvarianceTest} holds this for every precision and family. It rests on two things:
 *
 * <ul>
 *   <li>A row of oneDNN's product with a packed matrix is the same for every number of rows
 *       (measured with PyTorch 2.7.1, AVX-512, one and two threads), with two exceptions: one
 *       output, so the scalar head is padded to 16; and f32 sums over 4096 and more from some 80
 *       rows on, so those are taken 64 rows at a time.
 *   <li>Every operator of {@code kernel} takes a row's sums in an order of their own.
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
      if (!Device.cpu().equals(device)) {
        throw new IllegalArgumentException("device: " + device + " is not supported, only cpu");
      }
    }

    /** Returns the options for the CPU. */
    public static Options cpu(Precision precision) {
      return new Options(
          Device.cpu(), precision, PrecisionExceptions.NONE, KvOptions.of(precision));
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
  private final TorchScriptModule network;
  private final IValue weights;
  private final Kernels kernels;
  private final KvOptions kv;

  private Transformer(Loading loading, NDManager manager) {
    this.manager = manager;
    kv = loading.kv();
    config = loading.config();
    fingerprint = loading.fingerprint();
    kernels = new Kernels(kernelNetwork(config, kv), rotation(config));
    network =
        TorchScriptModule.load(
            manager,
            Transformer.class,
            List.of("network.py", "serving.py"),
            "Network",
            Layout.servingAttributes(config));
    weights = ServingWeights.pack(network, loading, manager);
  }

  private static Network kernelNetwork(ModelConfig config, KvOptions kv) {
    int own = config.slidingWindow() == 0 ? Integer.MAX_VALUE : config.slidingWindow();
    int chosen = kv.window() == 0 ? Integer.MAX_VALUE : kv.window();
    return new Network(
        config.hiddenSize(),
        config.heads(),
        config.kvHeads(),
        config.headDim(),
        config.intermediateSize(),
        Math.min(own, chosen),
        kv.window() == 0 ? 0 : kv.sinks(),
        config.rmsNormEps());
  }

  private static Rotation rotation(ModelConfig config) {
    double[] frequencies =
        IntStream.range(0, config.headDim() / 2)
            .mapToDouble(pair -> RopeTable.frequency(config, pair))
            .toArray();
    return new Rotation(frequencies, config.maxPositions());
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
   * Returns the network in a folder in the Hugging Face layout. Its weights are in memory once, and
   * the largest tensor twice for a moment.
   *
   * @param listener hears how far it is
   * @throws CheckpointException if the folder's configuration or weights can't be used, or an
   *     exception of the precision doesn't fit them
   */
  public static Transformer load(Path folder, Options options, LoadListener listener) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      Loading loading = Loading.of(checkpoint, options, listener);
      NDManager manager = NDManager.newBaseManager(options.device(), PtEngine.ENGINE_NAME);
      return new Transformer(loading, manager);
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

  /** Returns fresh memory for keys and values; it must be closed before the network. */
  public KvPool newKvPool(int blocks, int blockSize) {
    return new KvPool(config, blocks, blockSize, kv.type());
  }

  /**
   * Returns the logits of the last new token of each row, [rows, vocabulary], f32, on the scope.
   *
   * @throws IllegalArgumentException if a row doesn't fit the network or the pool
   */
  public NDArray forward(NDManager scope, KvPool pool, List<Row> rows) {
    requireHead(!config.scalarHead(), "language");
    return run("logits", scope, pool, rows, false);
  }

  /**
   * Returns the logits of every new token of every row, rows one after another, [new tokens,
   * vocabulary], f32, on the scope.
   *
   * @throws IllegalArgumentException if a row doesn't fit the network or the pool
   */
  public NDArray forwardAll(NDManager scope, KvPool pool, List<Row> rows) {
    requireHead(!config.scalarHead(), "language");
    return run("logits", scope, pool, rows, true);
  }

  /**
   * Returns the scalar head's value at the last new token of each row, [rows], f32, on the scope: a
   * raw logit, whose sigmoid is the reward.
   *
   * @throws IllegalArgumentException if a row doesn't fit the network or the pool
   */
  public NDArray score(NDManager scope, KvPool pool, List<Row> rows) {
    requireHead(config.scalarHead(), "scalar");
    return run("scores", scope, pool, rows, false);
  }

  private void requireHead(boolean present, String head) {
    if (!present) {
      throw new IllegalStateException(config.architecture() + " has no " + head + " head");
    }
  }

  private NDArray run(
      String method, NDManager scope, KvPool pool, List<Row> rows, boolean answerAll) {
    rows.forEach(row -> row.check(config, pool));
    Step step = step(rows, answerAll);
    kernels.begin(step, pool.memory());
    try (Arguments arguments = new Arguments();
        IValue result =
            network.run(
                method,
                arguments
                    .add(kernels.id())
                    .add(new long[] {rows(step.tokens()), rows(step.answers())})
                    .add((long) step.answers())
                    .addShared(weights))) {
      kernels.end();
      return result.toTensor((PtNDManager) scope);
    }
  }

  /**
   * Returns the rows of the tensors for so many tokens. oneDNN makes and keeps code for every
   * number of rows, and memory is found again only for sizes that come again; so not every number
   * occurs.
   */
  private static long rows(int tokens) {
    int unit = tokens <= 4 ? 1 : tokens <= 64 ? 4 : tokens <= 256 ? 16 : 64;
    return Math.ceilDiv(tokens, unit) * (long) unit;
  }

  private static Step step(List<Row> rows, boolean answerAll) {
    int tokens = rows.stream().mapToInt(row -> row.tokens().length).sum();
    Step.Builder step = new Step.Builder(tokens, rows.size(), answerAll);
    rows.forEach(row -> step.add(row.tokens(), row.start(), row.blocks()));
    return step.build();
  }

  /** Copies a block in every layer, so that two sequences can go on from a partly filled one. */
  public void copyBlock(KvPool pool, int from, int to) {
    pool.memory().copyBlock(pool.checked(from), pool.checked(to));
  }

  @Override
  public void close() {
    kernels.close();
    weights.close();
    network.close();
    manager.close();
  }
}
