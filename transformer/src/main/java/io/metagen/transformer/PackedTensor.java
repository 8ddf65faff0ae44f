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
    return parts.getFirst().isVector() ? new Shape(rows()) : new Shape(rows(), columns());
  }

  long rows() {
    return parts.stream().mapToLong(TensorSpec::rows).sum();
  }

  /** Returns the width of a row, 1 of a vector. */
  long columns() {
    TensorSpec first = parts.getFirst();
    return first.isVector() ? 1 : first.shape().get(1);
  }
}
