package io.metagen.transformer.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one step, packed, and who of them sees what.
 *
 * <p>Sequences stand in the order of their blocks, so those that share a prefix are neighbours,
 * level by level along the tree of their prefixes.
 */
public final class Step {

  /** Tokens of a sequence that go through the attention together, at most. */
  private static final int RUN = 32;

  private final int[] ids;
  private final int[] positions;
  private final int[] answers;
  private final int[][] blocks;
  private final List<Run> runs = new ArrayList<>();

  /** Neighbouring new tokens of one sequence, in the packed order from {@code token} on. */
  @SuppressWarnings("ArrayRecordComponent") // a view, one per sequence and step
  record Run(int token, int start, int count, int[] blocks) {

    /** Positions that the last token sees. */
    int context() {
      return start + count;
    }
  }

  private Step(int tokens, int answers) {
    ids = new int[tokens];
    positions = new int[tokens];
    blocks = new int[tokens][];
    this.answers = new int[answers];
  }

  /** Puts a step together, sequence by sequence. */
  public static final class Builder {
    private final Step step;
    private int token;
    private int answer;

    /**
     * @param tokens new tokens of all sequences
     * @param answers how many of them are answered for
     */
    public Builder(int tokens, int answers) {
      step = new Step(tokens, answers);
    }

    /**
     * Adds a sequence's new tokens, of which the first is at position {@code start} and the last
     * {@code answered} are answered for.
     */
    public Builder add(int[] tokens, int start, int[] blocks, int answered) {
      for (int i = 0; i < tokens.length; i++) {
        step.ids[token + i] = tokens[i];
        step.positions[token + i] = start + i;
        step.blocks[token + i] = blocks;
        if (i >= tokens.length - answered) {
          step.answers[answer++] = token + i;
        }
        if (i % RUN == 0) {
          int count = Math.min(RUN, tokens.length - i);
          step.runs.add(new Run(token + i, start + i, count, blocks));
        }
      }
      token += tokens.length;
      return this;
    }

    /** Returns the step. */
    public Step build() {
      step.runs.sort((a, b) -> Arrays.compare(a.blocks, b.blocks));
      return step;
    }
  }

  public int tokens() {
    return ids.length;
  }

  public int answers() {
    return answers.length;
  }

  /** Returns the number of positions up to the furthest token. */
  int context() {
    return Arrays.stream(positions).max().orElse(0) + 1;
  }

  int id(int token) {
    return ids[token];
  }

  int position(int token) {
    return positions[token];
  }

  /** Returns the block that a token's key and value go to. */
  int block(int token, int blockSize) {
    return blocks[token][positions[token] / blockSize];
  }

  /** Returns the token of an answer. */
  int answer(int index) {
    return answers[index];
  }

  List<Run> runs() {
    return runs;
  }

  /**
   * Returns the first runs of at most so many pieces of about the same work, and their number at
   * the end.
   */
  int[] pieces(int most) {
    long total = runs.stream().mapToLong(Step::work).sum();
    int[] first = new int[Math.min(most, runs.size()) + 1];
    int pieces = 0;
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      if (pieces < first.length - 1 && done * (first.length - 1) >= total * pieces) {
        first[pieces++] = i;
      }
      done += work(runs.get(i));
    }
    first[pieces] = runs.size();
    return Arrays.copyOf(first, pieces + 1);
  }

  private static long work(Run run) {
    return (long) run.count * run.context();
  }
}
