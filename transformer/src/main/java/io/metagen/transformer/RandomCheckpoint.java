package io.metagen.transformer;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes checkpoints with fresh weights, for measurements that need a shape and no training. One
 * tensor is in memory at a time, so that the network may be larger than the heap.
 */
public final class RandomCheckpoint {

  private RandomCheckpoint() {}

  /**
   * Writes {@code config.json} and {@code model.safetensors} in f32 into an existing folder. The
   * weights depend on the configuration and the seed alone.
   *
   * @param written is told of every tensor's number of weights before they are drawn
   */
  public static void write(ModelConfig config, long seed, Path folder, Consumer<Long> written) {
    BiConsumer<TensorSpec, FloatBuffer> random = Weights.random(config, seed);
    List<SafetensorsWriter.Tensor> tensors =
        Layout.of(config).tensors().stream()
            .flatMap(packed -> packed.parts().stream())
            .map(spec -> new SafetensorsWriter.Tensor(spec, () -> draw(spec, random, written)))
            .toList();
    SafetensorsWriter.write(folder.resolve(TensorFiles.SINGLE), SafetensorsDtype.F32, tensors);
    config.write(folder.resolve(Checkpoint.CONFIG));
  }

  private static FloatBuffer draw(
      TensorSpec spec, BiConsumer<TensorSpec, FloatBuffer> random, Consumer<Long> written) {
    written.accept(spec.size());
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(spec.size()));
    random.accept(spec, values);
    return values.flip();
  }
}
