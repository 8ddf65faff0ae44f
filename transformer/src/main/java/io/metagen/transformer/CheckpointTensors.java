package io.metagen.transformer;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a folder in the Hugging Face layout by name, read one at a time, for converters to
 * other formats.
 */
public final class CheckpointTensors implements AutoCloseable {
  private final Checkpoint checkpoint;
  private final Map<String, TensorSpec> specs = new LinkedHashMap<>();

  private CheckpointTensors(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
    checkpoint.layout().tensors().stream()
        .flatMap(packed -> packed.parts().stream())
        .forEach(spec -> specs.put(spec.name(), spec));
  }

  /**
   * Returns the folder's tensors, none read yet.
   *
   * @throws CheckpointException if the folder's configuration or weights can't be used
   */
  public static CheckpointTensors open(Path folder) {
    return new CheckpointTensors(Checkpoint.open(folder));
  }

  public ModelConfig config() {
    return checkpoint.config();
  }

  /** Returns the shape of a tensor, rows first. */
  public List<Long> shape(String name) {
    return spec(name).shape();
  }

  /** Returns a tensor's values in f32, row by row. */
  public float[] values(String name) {
    TensorSpec spec = spec(name);
    float[] values = new float[Math.toIntExact(spec.size())];
    checkpoint.tensors().read(spec, FloatBuffer.wrap(values));
    return values;
  }

  private TensorSpec spec(String name) {
    TensorSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return spec;
  }

  @Override
  public void close() {
    checkpoint.tensors().close();
  }
}
