package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Examples of one step, right-padded to the longest. */
public record Batch(List<Example> examples) {

  public Batch {
    examples = List.copyOf(examples);
  }

  /** Tokens without padding. */
  long size() {
    return examples.stream().mapToLong(example -> example.tokens().length).sum();
  }

  /** Token ids [rows, length], int64. */
  NDArray tokens(NDManager scope) {
    int length = length();
    long[] ids = new long[examples.size() * length];
    for (int row = 0; row < examples.size(); row++) {
      int[] tokens = examples.get(row).tokens();
      for (int i = 0; i < tokens.length; i++) {
        ids[row * length + i] = tokens[i];
      }
    }
    return scope.create(ids, new Shape(examples.size(), length));
  }

  /** 1 where a token belongs to the solution, else 0: [rows, length], f32. */
  NDArray solutionMask(NDManager scope) {
    int length = length();
    float[] mask = new float[examples.size() * length];
    for (int row = 0; row < examples.size(); row++) {
      Example example = examples.get(row);
      for (int i = example.promptLength(); i < example.tokens().length; i++) {
        mask[row * length + i] = 1;
      }
    }
    return scope.create(mask, new Shape(examples.size(), length));
  }

  /** Labels [rows], f32. */
  NDArray labels(NDManager scope) {
    float[] labels = new float[examples.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = examples.get(row).label();
    }
    return scope.create(labels);
  }

  private int length() {
    return examples.stream().mapToInt(example -> example.tokens().length).max().orElseThrow();
  }
}
