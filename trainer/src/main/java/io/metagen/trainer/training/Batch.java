package io.metagen.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.metagen.transformer.TokenRows;
import java.util.Arrays;
import java.util.List;

/** Examples of one step as rows, right-padded to the longest. */
public final class Batch {

  private final List<Example> examples;
  private final int length;
  private final boolean branched;
  private final long[] tokens;
  private final long[] positions;
  private final long[] branches;
  private final long[] targets;
  private final float[] labels;
  private final Pairs pairs = new Pairs();

  public Batch(List<Example> examples) {
    this.examples = List.copyOf(examples);
    length = examples.stream().mapToInt(Example::length).max().orElseThrow();
    branched = examples.stream().anyMatch(example -> example.continuations().size() > 1);
    int size = examples.size() * length;
    tokens = new long[size];
    positions = new long[size];
    branches = new long[size];
    targets = new long[size];
    labels = new float[size];
    Arrays.fill(targets, -1);
    Arrays.fill(labels, Float.NaN);
    for (int row = 0; row < examples.size(); row++) {
      fill(row * length, this.examples.get(row));
    }
  }

  private void fill(int start, Example example) {
    int[] prompt = example.prompt();
    int shared = prompt.length - 1;
    for (int i = 0; i < shared; i++) {
      place(start + i, prompt[i], i, 0);
    }
    int at = start + shared;
    int branch = 0;
    for (Continuation continuation : example.continuations()) {
      branch++;
      for (int i = 0; i <= continuation.tokens().length; i++) {
        int token = i == 0 ? prompt[shared] : continuation.tokens()[i - 1];
        targets[at] = continuation.target(i);
        labels[at] = continuation.label(i);
        place(at++, token, shared + i, branch);
      }
      pairs.end(continuation, at - 1);
    }
    pairs.close();
  }

  private void place(int at, int token, int position, int branch) {
    tokens[at] = token;
    positions[at] = position;
    branches[at] = branch;
  }

  public List<Example> examples() {
    return examples;
  }

  /** Tokens without padding. */
  long size() {
    return examples.stream().mapToLong(Example::length).sum();
  }

  /** The rows' tokens. */
  TokenRows rows(NDManager scope) {
    Shape shape = shape();
    return new TokenRows(
        scope.create(tokens, shape),
        scope.create(positions, shape),
        branched ? scope.create(branches, shape) : scope.create(new Shape(0), DataType.INT64));
  }

  /** The ids that should follow: [rows, length], int64, below 0 for none. */
  NDArray targets(NDManager scope) {
    return scope.create(targets, shape());
  }

  /** The values that the head should give: [rows, length], f32, NaN for none. */
  NDArray labels(NDManager scope) {
    return scope.create(labels, shape());
  }

  /** Each pair of a right and a wrong continuation of one prompt, by where they end. */
  Pairs pairs() {
    return pairs;
  }

  private Shape shape() {
    return new Shape(examples.size(), length);
  }
}
