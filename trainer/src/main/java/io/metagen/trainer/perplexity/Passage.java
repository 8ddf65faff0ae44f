package io.metagen.trainer.perplexity;

import io.metagen.trainer.training.Example;
import io.metagen.transformer.Row;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.kernel.Masses;
import java.util.Arrays;

/** One row while it is read: its memory, how far it was read, and how much that surprised. */
final class Passage implements AutoCloseable {
  private final int[] tokens;
  private final int promptLength;
  private final BlockTable table;
  private int read;
  private double nats;

  /** Takes the table over. */
  Passage(Example example, BlockTable table) {
    this.tokens = example.sequence(0);
    this.promptLength = example.prompt().length;
    this.table = table;
  }

  /** Returns how many tokens the next step may read, 0 at the end. */
  int next() {
    int rest = tokens.length - read;
    return rest == 0 ? 0 : table.room(read, rest, rest);
  }

  /** Returns these tokens, with memory for them. */
  Row row(int heads) {
    int end = read + next();
    table.reserve(read, end, (_, _) -> {});
    int[] part = Arrays.copyOfRange(tokens, read, end);
    int[] blocks = table.blocks();
    Masses masses = table.byAttention() ? new Masses(part.length, heads, blocks.length) : null;
    return new Row(part, read, table.evicted(), blocks, masses).answeringAll();
  }

  /**
   * Notes that a row was read, whose log-probabilities begin at an index. A token's stands at the
   * position before it.
   */
  void read(Row row, Logprobs logprobs, int first) {
    for (int i = 0; i < row.tokens().length; i++, read++) {
      if (read + 1 >= promptLength && read + 1 < tokens.length) {
        nats -= logprobs.of(first + i, tokens[read + 1]);
      }
      if (row.masses() != null) {
        table.attended(read, row.masses().of(i));
      }
    }
    table.evict(read);
  }

  Surprise surprise() {
    return new Surprise(nats, tokens.length - promptLength);
  }

  @Override
  public void close() {
    table.release();
  }
}
