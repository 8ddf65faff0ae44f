package io.metagen.transformer;

import io.metagen.transformer.kernel.Masses;
import io.metagen.transformer.kernel.Step;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One sequence's new tokens in a step.
 *
 * @param tokens the new tokens' ids, at positions {@code [start, start + tokens.length)}
 * @param start number of tokens before them, whose keys and values are in the pool already, but for
 *     those that were given up
 * @param evicted how many of the tokens before them were given up, a multiple of the block size;
 *     nobody sees them
 * @param blocks the sequence's blocks; {@code blocks[i]} holds positions {@code [i * blockSize, (i
 *     + 1) * blockSize)} of those that were not given up. Where no new token sees any of these, any
 *     block of the sequence may stand. No two rows of a step may write into one block
 * @param masses gets the attention that the tokens give each block; null if nobody asks
 * @param answers places in {@code tokens}, ascending, of those that are answered for; of a row
 *     without any, a step computes keys and values alone
 */
@SuppressWarnings("ArrayRecordComponent") // made once per row and step; copying would be felt
public record Row(
    int[] tokens, int start, int evicted, int[] blocks, @Nullable Masses masses, int[] answers) {

  /** New tokens of a sequence that gave nothing up; the last is answered for. */
  public Row(int[] tokens, int start, int[] blocks) {
    this(tokens, start, 0, blocks, null);
  }

  /** New tokens, the last of which is answered for. */
  public Row(int[] tokens, int start, int evicted, int[] blocks, @Nullable Masses masses) {
    this(tokens, start, evicted, blocks, masses, new int[] {tokens.length - 1});
  }

  /** Returns the same row with tokens at other places answered for. */
  public Row answering(int... places) {
    return new Row(tokens, start, evicted, blocks, masses, places);
  }

  /** Returns the same row with every token answered for. */
  public Row answeringAll() {
    return answering(IntStream.range(0, tokens.length).toArray());
  }

  /** Returns the number of tokens after the step, those before it included. */
  int context() {
    return start + tokens.length;
  }

  /** Returns the row as the kernels for CPUs take it. */
  Step.Part part() {
    return new Step.Part(tokens, start, evicted, blocks, masses, answers);
  }

  /** Throws if the row doesn't fit the network or the pool, naming the field. */
  void check(ModelConfig config, KvPool pool) {
    require(tokens.length > 0, "tokens: at least one");
    require(start >= 0, "start: at least 0");
    require(
        (long) start + tokens.length <= config.maxPositions(),
        "tokens: positions end at the context length " + config.maxPositions());
    for (int token : tokens) {
      require(token >= 0 && token < config.vocabularySize(), "tokens: unknown id " + token);
    }
    require(
        evicted >= 0 && evicted <= start && evicted % pool.blockSize() == 0,
        "evicted: whole blocks before the start " + start + ", not " + evicted);
    int held = context() - evicted;
    require(blocks.length >= Math.ceilDiv(held, pool.blockSize()), "blocks: too few for " + held);
    for (int block : blocks) {
      require(block >= 0 && block < pool.blocks(), "blocks: unknown block " + block);
    }
    for (int i = 0; i < answers.length; i++) {
      boolean ascends = answers[i] > (i == 0 ? -1 : answers[i - 1]);
      require(
          ascends && answers[i] < tokens.length,
          "answers: places of the " + tokens.length + " tokens, ascending");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
