package io.metagen.transformer;

import io.metagen.transformer.kernel.Masses;
import io.metagen.transformer.kernel.Step;
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
 * @param answered whether anything is asked of the row; of one that is not, a step computes keys
 *     and values alone
 */
@SuppressWarnings("ArrayRecordComponent") // made once per row and step; copying would be felt
public record Row(
    int[] tokens, int start, int evicted, int[] blocks, @Nullable Masses masses, boolean answered) {

  /** New tokens, of which something is asked, of a sequence that gave nothing up. */
  public Row(int[] tokens, int start, int[] blocks) {
    this(tokens, start, 0, blocks, null);
  }

  /** New tokens of which something is asked. */
  public Row(int[] tokens, int start, int evicted, int[] blocks, @Nullable Masses masses) {
    this(tokens, start, evicted, blocks, masses, true);
  }

  /** Returns the number of tokens after the step, those before it included. */
  int context() {
    return start + tokens.length;
  }

  /** Returns the row as the kernels for CPUs take it, its last {@code answers} answered for. */
  Step.Part part(int answers) {
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
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
