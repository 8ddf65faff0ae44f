package io.metagen.transformer.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one step, packed, and who of them sees what.
 *
 * <p>Sequences stand in the order of their blocks, so those that share a prefix are neighbours,
 * level by level along the tree of their prefixes.
 *
 * <p>A sequence that gave blocks up is as long as what it still has: a token's index counts the
 * positions before it that are there. Its position alone decides its rotation.
 */
public final class Step {

  /** Tokens of a sequence that go through the attention together, at most. */
  private static final int RUN = 32;

  private final int[] ids;
  private final int[] positions;
  private final int[] indices;
  private final int[] answers;
  private final int[][] blocks;
  private final int[] places;
  private final List<Run> runs = new ArrayList<>();

  /**
   * A sequence's new tokens.
   *
   * @param tokens their ids
   * @param start position of the first
   * @param evicted positions before it that are in no block any more, a multiple of the block size
   * @param blocks those that are there
   * @param masses gets the attention that they give each block; null if nobody asks
   * @param answers places of those that are answered for, ascending
   */
  @SuppressWarnings("ArrayRecordComponent") // a view, one per sequence and step
  public record Part(
      int[] tokens, int start, int evicted, int[] blocks, @Nullable Masses masses, int[] answers) {}

  /**
   * Neighbouring new tokens of one sequence.
   *
   * @param token the first one, in the packed order
   * @param start its index
   * @param place its place in the order of the runs
   */
  @SuppressWarnings("ArrayRecordComponent") // a view, one per sequence and step
  record Run(int token, int start, int place, int count, int[] blocks, @Nullable Masses masses) {

    private Run at(int newPlace) {
      return new Run(token, start, newPlace, count, blocks, masses);
    }

    /** Indices that the last token sees. */
    int context() {
      return start + count;
    }
  }

  private Step(int tokens, int answers) {
    ids = new int[tokens];
    positions = new int[tokens];
    indices = new int[tokens];
    blocks = new int[tokens][];
    places = new int[tokens];
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

    /** Adds a sequence's new tokens. */
    public Builder add(Part part) {
      int count = part.tokens.length;
      for (int i = 0; i < count; i++) {
        step.ids[token + i] = part.tokens[i];
        step.positions[token + i] = part.start + i;
        step.indices[token + i] = part.start - part.evicted + i;
        step.blocks[token + i] = part.blocks;
        if (i % RUN == 0) {
          int index = part.start - part.evicted + i;
          int together = Math.min(RUN, count - i);
          step.runs.add(new Run(token + i, index, 0, together, part.blocks, part.masses));
        }
      }
      for (int place : part.answers) {
        step.answers[answer++] = token + place;
      }
      token += count;
      return this;
    }

    /** Returns the step. */
    public Step build() {
      step.runs.sort((a, b) -> Arrays.compare(a.blocks, b.blocks));
      int place = 0;
      @Nullable Masses before = null;
      for (int i = 0; i < step.runs.size(); i++) {
        Run run = step.runs.get(i).at(place);
        step.runs.set(i, run);
        if (run.masses != null && run.masses != before) {
          run.masses.begin(place);
        }
        before = run.masses;
        for (int t = 0; t < run.count; t++) {
          step.places[run.token + t] = place++;
        }
      }
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

  /** Returns a token's place in the order of the runs. */
  int place(int token) {
    return places[token];
  }

  /** Returns the block that a token's key and value go to. */
  int block(int token, int blockSize) {
    return blocks[token][indices[token] / blockSize];
  }

  /** Returns the token of an answer. */
  int answer(int index) {
    return answers[index];
  }

  List<Run> runs() {
    return runs;
  }
}
