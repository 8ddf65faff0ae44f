package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.kernel.Kernels;
import io.metagen.transformer.kernel.KvMemory;
import io.metagen.transformer.kernel.Network;
import io.metagen.transformer.kernel.Rotation;
import io.metagen.transformer.kernel.Step;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network on CPUs: {@code serving.py} with oneDNN's products and the operators of {@code kernel}.
 */
final class CpuForward implements Forward {
  private final ModelConfig config;
  private final TorchScriptModule network;
  private final IValue weights;
  private final Kernels kernels;
  private final KvOptions kv;

  CpuForward(Loading loading, NDManager manager) {
    config = loading.config();
    kv = loading.kv();
    kernels = new Kernels(kernelNetwork(config, kv), rotation(config));
    network =
        TorchScriptModule.load(
            manager,
            CpuForward.class,
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

  @Override
  public KvPool newKvPool(int blocks, int blockSize) {
    return new CpuKvPool(config, blocks, blockSize, kv.type());
  }

  @Override
  public NDArray run(String method, NDManager scope, KvPool pool, Batch batch) {
    Step step = step(batch);
    kernels.begin(step, memory(pool));
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

  private static Step step(Batch batch) {
    Step.Builder step = new Step.Builder(batch.tokens(), batch.answers());
    batch
        .rows()
        .forEach(row -> step.add(row.tokens(), row.start(), row.blocks(), batch.answers(row)));
    return step.build();
  }

  @Override
  public void copyBlock(KvPool pool, int from, int to) {
    memory(pool).copyBlock(from, to);
  }

  private static KvMemory memory(KvPool pool) {
    return switch (pool) {
      case CpuKvPool own -> own.memory();
      case DeviceKvPool _ -> throw new IllegalArgumentException("pool: made by another network");
    };
  }

  @Override
  public void close() {
    kernels.close();
    weights.close();
    network.close();
  }
}
