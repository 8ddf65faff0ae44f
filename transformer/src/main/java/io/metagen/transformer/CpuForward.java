package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.metagen.transformer.kernel.CpuNetwork;
import io.metagen.transformer.kernel.KvMemory;
import io.metagen.transformer.kernel.Network;
import io.metagen.transformer.kernel.Rotation;
import io.metagen.transformer.kernel.Step;
import io.metagen.transformer.kernel.StepTimes;
import io.metagen.transformer.kernel.TensorMemory;
import java.util.Optional;
import java.util.stream.IntStream;

/** A network on CPUs: the kernels of {@code kernel}, in memory of their own. */
final class CpuForward implements Forward {
  private final ModelConfig config;
  private final KvOptions kv;
  private final CpuNetwork network;

  CpuForward(Loading loading) {
    config = loading.config();
    kv = loading.kv();
    network = new CpuNetwork(kernelNetwork(config, kv), rotation(config), CpuWeights.load(loading));
  }

  private static Network kernelNetwork(ModelConfig config, KvOptions kv) {
    int own = config.slidingWindow() == 0 ? Integer.MAX_VALUE : config.slidingWindow();
    return new Network(
        config.hiddenSize(),
        config.heads(),
        config.kvHeads(),
        config.headDim(),
        Math.min(own, kv.seenLast()),
        kv.seenFirst(),
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
    NDArray answers = scope.create(shape(step.answers()), DataType.FLOAT32);
    network.run(step, memory(pool), TensorMemory.address(answers));
    return answers;
  }

  private Shape shape(int answers) {
    boolean language = config.head() == Head.LANGUAGE;
    return new Shape(answers, language ? config.vocabularySize() : config.head().outputs());
  }

  private static Step step(Batch batch) {
    Step.Builder step = new Step.Builder(batch.tokens(), batch.answers());
    batch.rows().forEach(row -> step.add(row.part()));
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
  public Optional<StepTimes> times() {
    return Optional.of(network.times());
  }

  @Override
  public void close() {
    network.close();
  }
}
