package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.kernel.StepTimes;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.List;
import java.util.Optional;

/**
 * A network on any device of libtorch: {@code device.py}, with plain tensors and libtorch's own
 * operators.
 *
 * <p>A step sends its indices to the device as one tensor, and nothing comes back but what the
 * caller reads of the result. Cosines and sines are sent when a context is longer than any before,
 * twice as many each time.
 */
final class DeviceForward implements Forward {
  private final ModelConfig config;
  private final NDManager manager;
  private final TorchScriptModule network;
  private final IValue weights;
  private final KvType kv;
  private RopeTable rope;

  DeviceForward(Loading loading, NDManager manager) {
    this.manager = manager;
    config = loading.config();
    network =
        TorchScriptModule.load(
            manager,
            DeviceForward.class,
            List.of("network.py", "layer.py", "device.py", "attention.py"),
            "Network",
            Layout.attributes(config));
    weights = new DeviceWeights(network, loading, manager).load();
    kv = loading.kv().type();
    rope = RopeTable.of(config, 1, manager);
  }

  @Override
  public KvPool newKvPool(int blocks, int blockSize) {
    if (blocks < 1 || blockSize < 1) {
      throw new IllegalArgumentException("blocks, blockSize: at least 1");
    }
    long[] shape = {blocks, blockSize, 2, config.kvHeads(), config.headDim()};
    long values = 2L * config.layers() * blocks * blockSize * config.kvHeads() * config.headDim();
    try (Arguments arguments = new Arguments()) {
      IValue tensors =
          network.run(
              "new_pools", arguments.add(rope.cos()).add(shape).add(DeviceTypes.number(kv)));
      return new DeviceKvPool(blocks, blockSize, values * DeviceTypes.bytes(kv), tensors);
    }
  }

  @Override
  public NDArray run(String method, NDManager scope, KvPool pool, Batch batch) {
    if (batch.rows().stream().anyMatch(row -> row.evicted() > 0 || row.masses() != null)) {
      throw new IllegalArgumentException("evicted, masses: blocks are given up on the cpu alone");
    }
    int longest = batch.rows().stream().mapToInt(Row::context).max().orElseThrow();
    rope = rope.covering(longest, config, manager);
    DeviceStep step = DeviceStep.of(batch, pool.blockSize());
    try (NDArray indices = manager.create(step.indices());
        Arguments arguments = new Arguments();
        IValue result =
            network.run(
                method,
                arguments
                    .add(indices)
                    .add(step.sizes())
                    .add(step.calls())
                    .add(rope.cos())
                    .add(rope.sin())
                    .addShared(tensors(pool))
                    .addShared(weights))) {
      return result.toTensor((PtNDManager) scope);
    }
  }

  @Override
  public void copyBlock(KvPool pool, int from, int to) {
    try (Arguments arguments = new Arguments();
        IValue _ =
            network.run(
                "copy_block",
                arguments.addShared(tensors(pool)).add((long) from).add((long) to))) {}
  }

  private static IValue tensors(KvPool pool) {
    return switch (pool) {
      case DeviceKvPool own -> own.tensors();
      case CpuKvPool _ -> throw new IllegalArgumentException("pool: made by another network");
    };
  }

  @Override
  public Optional<StepTimes> times() {
    return Optional.empty();
  }

  @Override
  public void close() {
    weights.close();
    network.close();
  }
}
