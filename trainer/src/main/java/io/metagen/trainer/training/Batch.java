package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.metagen.trainer.vocabulary.TaskVocabulary;
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

  /**
   * 1 where a line shows whether it is right, else 0: from a step's equals sign to the line's end,
   * and in the whole last line: [rows, length], f32.
   */
  NDArray verdictMask(NDManager scope) {
    int length = length();
    float[] mask = new float[examples.size() * length];
    for (int row = 0; row < examples.size(); row++) {
      Example example = examples.get(row);
      int lastLine = lastLine(example);
      boolean result = false;
      for (int i = example.promptLength(); i < example.tokens().length; i++) {
        int token = example.tokens()[i];
        result = result || token == TaskVocabulary.EQUALS;
        mask[row * length + i] = result || i >= lastLine ? 1 : 0;
        result = result && token != TaskVocabulary.LINE_END;
      }
    }
    return scope.create(mask, new Shape(examples.size(), length));
  }

  private static int lastLine(Example example) {
    int start = example.tokens().length;
    while (start > example.promptLength()
        && example.tokens()[start - 1] != TaskVocabulary.LINE_END) {
      start--;
    }
    return start;
  }

  /** What the reward model should say after each token: [rows, length], f32. */
  NDArray labels(NDManager scope) {
    int length = length();
    float[] labels = new float[examples.size() * length];
    for (int row = 0; row < examples.size(); row++) {
      Example example = examples.get(row);
      for (int i = example.promptLength(); i < example.tokens().length; i++) {
        labels[row * length + i] = example.labelAt(i);
      }
    }
    return scope.create(labels, new Shape(examples.size(), length));
  }

  private int length() {
    return examples.stream().mapToInt(example -> example.tokens().length).max().orElseThrow();
  }
}
