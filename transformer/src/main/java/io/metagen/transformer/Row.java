package io.metagen.transformer;

/**
 * One sequence's new tokens in a step.
 *
 * @param tokens the new tokens' ids, at positions {@code [start, start + tokens.length)}
 * @param start number of tokens before them, whose keys and values are in the pool already
 * @param blocks the sequence's blocks; {@code blocks[i]} holds positions {@code [i * blockSize, (i
 *     + 1) * blockSize)}. No two rows of a step may write into one block
 * @param answered whether anything is asked of the row; of one that is not, a step computes keys
 *     and values alone
 */
@SuppressWarnings("ArrayRecordComponent") // made once per row and step; copying would be felt
public record Row(int[] tokens, int start, int[] blocks, boolean answered) {

  /** A row of which something is asked. */
  public Row(int[] tokens, int start, int[] blocks) {
    this(tokens, start, blocks, true);
  }

  /** Returns the number of tokens after the step, those before it included. */
  int context() {
    return start + tokens.length;
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
        blocks.length >= Math.ceilDiv(context(), pool.blockSize()),
        "blocks: too few for " + context());
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
