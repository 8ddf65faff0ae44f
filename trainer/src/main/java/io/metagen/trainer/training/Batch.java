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

  /** The generator's belief in each token of the solution: [rows, length], f32. */
  NDArray beliefs(NDManager scope) {
    return targets(scope, Example::beliefIn);
  }

  /** What the reward model should say after each token of the solution: [rows, length], f32. */
  NDArray labels(NDManager scope) {
    return targets(scope, Example::labelAt);
  }

  private NDArray targets(NDManager scope, Target target) {
    int length = length();
    float[] targets = new float[examples.size() * length];
    for (int row = 0; row < examples.size(); row++) {
      Example example = examples.get(row);
      for (int i = example.promptLength(); i < example.tokens().length; i++) {
        targets[row * length + i] = target.of(example, i);
      }
    }
    return scope.create(targets, new Shape(examples.size(), length));
  }

  /** What one token of an example should give. */
  private interface Target {
    float of(Example example, int position);
  }

  private int length() {
    return examples.stream().mapToInt(example -> example.tokens().length).max().orElseThrow();
  }
}
