package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** A network's weights in f32, in the order of its {@link Layout}. */
record Weights(Layout layout, List<NDArray> tensors) {
  private static final double INIT_DEVIATION = 0.02;

  Weights {
    tensors = List.copyOf(tensors);
  }

  /** Returns weights that are filled part by part. */
  static Weights fill(
      Layout layout, NDManager manager, BiConsumer<TensorSpec, FloatBuffer> source) {
    List<NDArray> tensors = new ArrayList<>();
    for (PackedTensor tensor : layout.tensors()) {
      Shape shape = tensor.shape();
      ByteBuffer bytes = manager.allocateDirect(Math.toIntExact(shape.size() * Float.BYTES));
      FloatBuffer values = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
      tensor.parts().forEach(part -> source.accept(part, values));
      tensors.add(manager.create(bytes, shape, DataType.FLOAT32));
    }
    return new Weights(layout, tensors);
  }

  /**
   * Fills a tensor as GPT-2 does (Radford et al. 2019): normal with deviation 0.02, the projections
   * into the residual stream divided by the root of their number, norms 1, biases 0.
   */
  static BiConsumer<TensorSpec, FloatBuffer> random(ModelConfig config, long seed) {
    Random random = new Random(seed);
    double residual = INIT_DEVIATION / Math.sqrt(2.0 * config.layers());
    return (spec, values) -> {
      boolean vector = spec.isVector();
      float constant = spec.name().endsWith(".bias") ? 0 : 1;
      double deviation = intoResidual(spec) ? residual : INIT_DEVIATION;
      for (long i = 0; i < spec.size(); i++) {
        values.put(vector ? constant : (float) (deviation * random.nextGaussian()));
      }
    };
  }

  /** Whether a tensor is the last of a branch, whose result is added to the residual stream. */
  static boolean intoResidual(TensorSpec spec) {
    return spec.name().endsWith("o_proj.weight") || spec.name().endsWith("down_proj.weight");
  }

  /** Returns views of the weights by checkpoint name, in the file's order. */
  Map<String, NDArray> byName() {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      long row = 0;
      for (TensorSpec part : layout.tensors().get(i).parts()) {
        named.put(part.name(), tensors.get(i).get(row + ":" + (row + part.rows())));
        row += part.rows();
      }
    }
    return named;
  }

  /** Writes the weights under their checkpoint names. */
  void save(Path file, SafetensorsDtype dtype) {
    List<SafetensorsWriter.Tensor> parts = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      FloatBuffer values = FloatBuffer.wrap(tensors.get(i).toFloatArray());
      for (TensorSpec part : layout.tensors().get(i).parts()) {
        int size = Math.toIntExact(part.size());
        parts.add(new SafetensorsWriter.Tensor(part, values.slice(values.position(), size)));
        values.position(values.position() + size);
      }
    }
    SafetensorsWriter.write(file, dtype, parts);
  }
}
