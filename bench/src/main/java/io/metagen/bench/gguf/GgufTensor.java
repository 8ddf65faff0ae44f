package io.metagen.bench.gguf;

import java.util.List;
import java.util.function.Supplier;

/**
 * One tensor to write.
 *
 * @param shape rows first, as checkpoints have it; the file lists it the other way round
 * @param values as many as the shape has, row by row; asked for once, when its turn comes
 */
record GgufTensor(String name, List<Long> shape, GgufType type, Supplier<float[]> values) {

  GgufTensor {
    shape = List.copyOf(shape);
    if (shape.getLast() % type.block() != 0) {
      throw new IllegalArgumentException(
          name + ": rows of " + shape.getLast() + " are no multiple of " + type.block());
    }
  }

  long size() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  long bytes() {
    return type.bytes(size());
  }
}
