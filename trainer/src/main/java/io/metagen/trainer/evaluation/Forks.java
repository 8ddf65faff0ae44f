package io.metagen.trainer.evaluation;

import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.util.stream.IntStream;

/**
 * Blocks of a pool for prompts and for what follows them, handed out one after another; a new one
 * starts from the pool's first.
 */
final class Forks {

  private final Transformer model;
  private final KvPool pool;
  private int next;

  Forks(Transformer model, KvPool pool) {
    this.model = model;
    this.pool = pool;
  }

  /** Returns the row that reads a prompt. */
  Row prompt(int[] prompt) {
    return new Row(prompt, 0, take(prompt.length));
  }

  /**
   * Returns blocks for so many tokens behind a prompt that was read: its full blocks, which are
   * shared, and a copy of the one partly filled.
   */
  int[] fork(Row prompt, int tokens) {
    int length = prompt.tokens().length;
    int full = length / pool.blockSize();
    int[] own = new int[count(length + tokens)];
    System.arraycopy(prompt.blocks(), 0, own, 0, full);
    int[] fresh = take(length + tokens - full * pool.blockSize());
    System.arraycopy(fresh, 0, own, full, fresh.length);
    if (length % pool.blockSize() != 0) {
      model.copyBlock(pool, prompt.blocks()[full], own[full]);
    }
    return own;
  }

  private int[] take(int positions) {
    int count = count(positions);
    int[] taken = IntStream.range(next, next + count).toArray();
    next += count;
    return taken;
  }

  private int count(int positions) {
    return Math.ceilDiv(positions, pool.blockSize());
  }
}
