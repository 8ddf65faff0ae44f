package io.metagen.bench.engine;

import io.metagen.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The tokens of one row, the same for both sides. A step of {@link Measure#PREFILL} is one whole
 * prompt, of the others one token of every sequence; after {@link #WINDOW} steps the sequences are
 * cut back to their contexts, so that what a step attends to stays alike.
 *
 * @param measure what is measured
 * @param size sequences in the batch, or tokens of the prompt
 * @param tokens [sequences][positions], ids; rows begin with what they have in common
 */
@SuppressWarnings("ArrayRecordComponent") // read by both engines' loops, never changed
public record Workload(Measure measure, int size, int[][] tokens) {

  /** Steps before the sequences are cut back. */
  public static final int WINDOW = 32;

  /** Returns the row's tokens, drawn uniformly; they depend on the arguments alone. */
  public static Workload of(Measure measure, int size, int vocabulary, long seed) {
    boolean prompt = measure == Measure.PREFILL;
    int length = prompt ? size : measure.context() + WINDOW;
    Random random = new Random(seed);
    int[][] tokens = new int[prompt ? 1 : size][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.ints(length, 0, vocabulary).toArray();
      System.arraycopy(tokens[0], 0, tokens[i], 0, measure.shared());
    }
    return new Workload(measure, size, tokens);
  }

  /** Returns the rows of some measures that fit a network's context. */
  public static List<Workload> fitting(List<Measure> measures, ModelConfig config, long seed) {
    List<Workload> workloads = new ArrayList<>();
    for (Measure measure : measures) {
      for (int size : measure.sizes()) {
        Workload workload = of(measure, size, config.vocabularySize(), seed);
        if (workload.positions() <= config.maxPositions()) {
          workloads.add(workload);
        }
      }
    }
    return workloads;
  }

  /** Returns the number of sequences. */
  public int sequences() {
    return tokens.length;
  }

  /** Returns the tokens that all sequences have in common. */
  public int shared() {
    return measure.shared();
  }

  /** Returns the tokens of every sequence before the first measured step. */
  public int context() {
    return measure.context();
  }

  /** Returns the positions that a sequence reaches. */
  public int positions() {
    return tokens[0].length;
  }

  /** Returns the tokens that one step counts for. */
  public int tokensPerStep() {
    return size;
  }

  /** Returns a sequence's tokens at the positions from {@code begin} to before {@code end}. */
  public int[] slice(int sequence, int begin, int end) {
    return Arrays.copyOfRange(tokens[sequence], begin, end);
  }
}
