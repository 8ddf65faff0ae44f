package io.metagen.verifier.reward;

import io.metagen.transformer.Row;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixPath;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of one forward pass, no two of which compute the same full block. For one use. */
final class ScoringRound {
  private final PrefixCache cache;
  private final int mostTokens;
  private final List<Admitted> admitted = new ArrayList<>();
  private final Set<IntBuffer> firstNewBlocks = new HashSet<>();
  private int tokens;

  ScoringRound(PrefixCache cache, int mostTokens) {
    this.cache = cache;
    this.mostTokens = mostTokens;
  }

  /**
   * A row that is to be scored.
   *
   * @param index its place among the caller's rows
   * @param prefixes their names, one up to each mark
   */
  record Asked(int index, MarkedRow row, List<ByteBuffer> prefixes) {}

  /**
   * A row that is not known yet.
   *
   * @param logits one for each mark, no number where it isn't known yet
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
  record Wanted(Asked asked, float[] logits) {

    /** Returns the first mark whose logit is not known; one is not. */
    private int firstUnknown() {
      int mark = 0;
      while (!Float.isNaN(logits[mark])) {
        mark++;
      }
      return asked.row.marks()[mark];
    }
  }

  /**
   * Takes a row into the round unless an earlier one computes its next block, or tokens or memory
   * run out. The first row always fits.
   */
  boolean admit(Wanted wanted, BlockTable.BlockCopy copy) {
    int[] row = wanted.asked.row.tokens();
    PrefixPath path = cache.match("", row, wanted.firstUnknown());
    BlockTable table = new BlockTable(cache, path);
    int computed = path.tokenCount();
    if (!fits(table, computed, row) || !claim(row, computed)) {
      table.release();
      return false;
    }
    table.reserve(computed, row.length, copy);
    admitted.add(new Admitted(wanted, computed, table));
    tokens += row.length - computed;
    return true;
  }

  List<Admitted> admitted() {
    return admitted;
  }

  List<Row> rows() {
    return admitted.stream().map(Admitted::row).toList();
  }

  /** Puts the full blocks into the cache and gives all blocks back; to be called once. */
  void finish() {
    for (Admitted row : admitted) {
      row.table().commit(row.tokens(), row.tokens().length);
      row.table().release();
    }
  }

  private boolean fits(BlockTable table, int computed, int[] row) {
    return cache.available() >= table.missing(computed, row.length)
        && (admitted.isEmpty() || tokens + row.length - computed <= mostTokens);
  }

  /**
   * Notes the prefix that ends with the first new full block, or the whole row where there is none;
   * false if another row makes it.
   */
  private boolean claim(int[] row, int computed) {
    int end = Math.min(row.length, computed + cache.blockSize());
    return firstNewBlocks.add(IntBuffer.wrap(row, 0, end));
  }

  /** A row with its memory; {@code computed} leading tokens are there already. */
  record Admitted(Wanted wanted, int computed, BlockTable table) {
    int[] tokens() {
      return wanted.asked.row.tokens();
    }

    /** Returns what is left of the row, answered for at the marks in it. */
    Row row() {
      int[] rest = Arrays.copyOfRange(tokens(), computed, tokens().length);
      return new Row(rest, computed, table.blocks()).answering(marks());
    }

    /** Returns how many of the marks are in the rest. */
    int answers() {
      return marks().length;
    }

    private int[] marks() {
      return Arrays.stream(wanted.asked.row.marks())
          .filter(mark -> mark >= computed)
          .map(mark -> mark - computed)
          .toArray();
    }

    /** Returns all logits of the row: known ones, and those read from an index on. */
    float[] logits(float[] read, int from) {
      float[] logits = wanted.logits.clone();
      int count = answers();
      System.arraycopy(read, from, logits, logits.length - count, count);
      return logits;
    }
  }
}
