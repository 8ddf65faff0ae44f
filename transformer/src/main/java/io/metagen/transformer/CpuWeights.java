package io.metagen.transformer;

import io.metagen.transformer.kernel.ElementType;
import io.metagen.transformer.kernel.Matrix;
import io.metagen.transformer.kernel.NetworkWeights;
import io.metagen.transformer.kernel.NetworkWeights.Biases;
import io.metagen.transformer.kernel.NetworkWeights.HeadNorms;
import io.metagen.transformer.kernel.NetworkWeights.Layer;
import io.metagen.transformer.kernel.Table;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads a checkpoint's tensors into the memory that products read them from: row by row, each
 * rounded and put into its place, so nothing but a slice is in memory twice.
 */
final class CpuWeights {
  private static final float[] NONE = {};

  private final Loading loading;
  private final TensorSlices slices;
  private final Arena arena = Arena.ofShared();

  private CpuWeights(Loading loading) {
    this.loading = loading;
    slices = new TensorSlices(loading.checkpoint());
  }

  /** Returns the weights; the caller closes them. */
  static NetworkWeights load(Loading loading) {
    CpuWeights weights = new CpuWeights(loading);
    try {
      return weights.all();
    } catch (RuntimeException | Error e) {
      weights.arena.close();
      throw e;
    }
  }

  private NetworkWeights all() {
    List<PackedTensor> tensors = loading.checkpoint().layout().tensors();
    ModelConfig config = loading.config();
    Table embedding = table(tensors.get(0));
    float[] finalNorm = vector(tensors.get(1));
    int firstLayer = Layout.firstLayer(config);
    NetworkWeights.Head head =
        config.head() == Head.LANGUAGE
            ? language(tensors.get(config.tied() ? 0 : Layout.FIRST_OF_HEAD))
            : values(config.head(), tensors.subList(Layout.FIRST_OF_HEAD, firstLayer).iterator());
    Iterator<PackedTensor> rest = tensors.subList(firstLayer, tensors.size()).iterator();
    List<Layer> layers = new ArrayList<>();
    while (rest.hasNext()) {
      layers.add(layer(config, rest));
    }
    return new NetworkWeights(embedding, finalNorm, head, layers, arena);
  }

  private NetworkWeights.Head language(PackedTensor tensor) {
    Matrix matrix = matrix(tensor, type(Layout.LANGUAGE_HEAD));
    return new NetworkWeights.Head(null, NONE, matrix, NONE);
  }

  private NetworkWeights.Head values(Head head, Iterator<PackedTensor> tensors) {
    return new NetworkWeights.Head(
        head.deep() ? matrix(tensors.next(), ElementType.F32) : null,
        head.deep() ? vector(tensors.next()) : NONE,
        matrix(tensors.next(), ElementType.F32),
        head.biased() ? vector(tensors.next()) : NONE);
  }

  /** Reads a layer's tensors in the order of the {@link Layout}. */
  private Layer layer(ModelConfig config, Iterator<PackedTensor> tensors) {
    return new Layer(
        vector(tensors.next()),
        matrix(tensors.next()),
        matrix(tensors.next()),
        vector(tensors.next()),
        matrix(tensors.next()),
        matrix(tensors.next()),
        new Biases(
            config.attentionBias() ? vector(tensors.next()) : NONE,
            config.outputBias() ? vector(tensors.next()) : NONE),
        new HeadNorms(
            config.qkNorm() ? vector(tensors.next()) : NONE,
            config.qkNorm() ? vector(tensors.next()) : NONE));
  }

  /** Rows are looked up, not multiplied, so there is nothing that 8 bits would make faster. */
  private Table table(PackedTensor tensor) {
    ElementType type =
        type(Layout.EMBEDDING) == ElementType.F32 ? ElementType.F32 : ElementType.BF16;
    Table table = new Table((int) tensor.rows(), (int) tensor.columns(), type, arena);
    slices.forEach(tensor, table::put);
    loading.done(tensor);
    return table;
  }

  private Matrix matrix(PackedTensor tensor) {
    return matrix(tensor, type(tensor.parts().getFirst().name()));
  }

  private Matrix matrix(PackedTensor tensor, ElementType type) {
    Matrix matrix = new Matrix((int) tensor.rows(), (int) tensor.columns(), type, arena);
    slices.forEach(tensor, matrix::put);
    loading.done(tensor);
    return matrix;
  }

  private float[] vector(PackedTensor tensor) {
    float[] vector = new float[(int) tensor.rows()];
    slices.forEach(tensor, (row, values, at) -> vector[row] = values[at]);
    loading.done(tensor);
    return vector;
  }

  private ElementType type(String matrix) {
    return switch (loading.precisions().of(matrix)) {
      case F32 -> ElementType.F32;
      case BF16 -> ElementType.BF16;
      case INT8 -> ElementType.INT8;
    };
  }
}
