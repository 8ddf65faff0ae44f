package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing of {@code device.py} runs on the host: a step works on PyTorch's device {@code meta},
 * which has shapes and no numbers, so an operator for CPUs alone, a tensor made elsewhere or a
 * value read by the host fails there ({@code meta.py} shows that it does).
 */
final class MetaDeviceTest {
  private static final int BLOCK_SIZE = 4;
  private static final long F32 = 6;
  private static final long BF16 = 15;

  @ParameterizedTest
  @EnumSource
  void step_allTensorsOnMeta_answersThere(Checkpoints family, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, family.json(), family.dtype(), 3);
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
        TorchScriptModule network = network(manager, checkpoint.config())) {
      for (Precision precision : List.of(Precision.F32, Precision.BF16)) {
        for (long poolType : new long[] {F32, BF16}) {
          Loading loading =
              Loading.of(checkpoint, Transformer.Options.cpu(precision), LoadListener.NONE);
          try (IValue weights = new DeviceWeights(network, loading, manager).load();
              RopeTable rope = RopeTable.of(checkpoint.config(), 32, manager)) {
            Setup setup = new Setup(network, checkpoint.config(), weights, rope);
            assertThat(setup.step(manager, poolType))
                .as("%s, keys and values in %d", precision, poolType)
                .isEqualTo(new long[] {3, family.outputs()});
          }
        }
      }
    }
  }

  private record Setup(
      TorchScriptModule network, ModelConfig config, IValue weights, RopeTable rope) {

    /** Returns the shape of the answers for two rows that decode and one that prefills. */
    long[] step(NDManager manager, long poolType) {
      int[] blocks = IntStream.range(0, 8).toArray();
      List<Row> rows =
          List.of(
              new Row(new int[] {1}, 9, blocks),
              new Row(new int[] {2, 3, 4}, 20, blocks),
              new Row(new int[] {5}, 0, blocks));
      DeviceStep step = DeviceStep.of(new Forward.Batch(rows), BLOCK_SIZE);
      try (NDArray indices = manager.create(step.indices());
          Arguments arguments = new Arguments();
          IValue shape =
              network.run(
                  "step_on_meta",
                  arguments
                      .add(indices)
                      .add(step.sizes())
                      .add(step.calls())
                      .add(rope.cos())
                      .add(rope.sin())
                      .add(new long[] {8, BLOCK_SIZE, 2, config.kvHeads(), config.headDim()})
                      .add(poolType)
                      .addShared(weights))) {
        return shape.toLongArray();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensor_made_on_the_host",
        "value_read_on_the_host",
        "size_that_depends_on_values",
        "operator_for_cpus"
      })
  void mistake_onMeta_fails(String method, @TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA.json(), "F32", 3);
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    try (NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
        TorchScriptModule network = network(manager, config);
        Arguments arguments = new Arguments()) {
      NDArray ones = manager.ones(new Shape(16, 16), DataType.FLOAT32);
      assertThatThrownBy(() -> network.run(method, arguments.add(ones)))
          .isInstanceOf(EngineException.class)
          .hasMessageMatching("(?s).*\\b[Mm]eta\\b.*");
    }
  }

  private static TorchScriptModule network(NDManager manager, ModelConfig config) {
    return TorchScriptModule.load(
        manager,
        DeviceForward.class,
        List.of("network.py", "layer.py", "device.py", "meta.py"),
        "Network",
        Layout.attributes(config));
  }
}
