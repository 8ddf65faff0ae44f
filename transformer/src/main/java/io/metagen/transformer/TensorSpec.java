package io.metagen.transformer;

import java.util.List;
import java.util.stream.LongStream;

/** Name and shape that a checkpoint's tensor must have. */
record TensorSpec(String name, List<Long> shape) {

  static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, LongStream.of(shape).boxed().toList());
  }

  long size() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  long rows() {
    return shape.getFirst();
  }

  boolean isVector() {
    return shape.size() == 1;
  }
}
