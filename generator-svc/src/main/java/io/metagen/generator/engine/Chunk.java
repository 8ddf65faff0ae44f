package io.metagen.generator.engine;

import io.metagen.transformer.Row;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.kernel.Masses;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The tokens of one sequence that a step processes: positions [start, start + count). */
public record Chunk(Sequence sequence, int start, int count) {
  /**
   * Returns the chunk for the network, which answers only where a token is drawn or scored; {@code
   * heads} are those of its queries.
   */
  Row row(int heads) {
    int[] tokens = Arrays.copyOfRange(sequence.tokens(), start, start + count);
    BlockTable table = sequence.table();
    int[] blocks = table.blocks();
    Masses masses = table.byAttention() ? new Masses(count, heads, blocks.length) : null;
    int first = scores() ? scoredFrom() - start : completes() ? count - 1 : count;
    int[] answers = IntStream.range(first, count).toArray();
    return new Row(tokens, start, table.evicted(), blocks, masses, answers);
  }

  /** Whether the next token can be drawn from the logits of the chunk's last position. */
  boolean completes() {
    return !sequence.scored && start + count == sequence.length();
  }

  /** Whether tokens that follow positions of the chunk are to be scored. */
  boolean scores() {
    return sequence.scored && scoredFrom() < start + count;
  }

  /** Returns the chunk's first position whose following token is to be scored, and was not yet. */
  int scoredFrom() {
    int first = Math.max(sequence.promptLength() - 1, sequence.replayed());
    return Math.clamp(first, start, start + count);
  }
}
