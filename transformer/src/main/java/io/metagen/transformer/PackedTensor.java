package io.metagen.transformer;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Tensors of a checkpoint that lie one after another in one tensor of the running network, so that
 * one matrix product serves queries, keys and values. All parts agree in every dimension but the
 * first.
 */
record PackedTensor(List<TensorSpec> parts) {

  PackedTensor {
    parts = List.copyOf(parts);
  }

  static PackedTensor of(TensorSpec... parts) {
    return new PackedTensor(List.of(parts));
  }

  PackedTensor prefixed(String prefix) {
    return new PackedTensor(
        parts.stream().map(part -> new TensorSpec(prefix + part.name(), part.shape())).toList());
  }

  Shape shape() {
    long rows = parts.stream().mapToLong(TensorSpec::rows).sum();
    TensorSpec first = parts.getFirst();
    return first.isVector() ? new Shape(rows) : new Shape(rows, first.shape().get(1));
  }
}
