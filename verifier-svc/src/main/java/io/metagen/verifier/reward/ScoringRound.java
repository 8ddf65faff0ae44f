package io.metagen.verifier.reward;

import io.metagen.transformer.Row;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixPath;
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
   * Takes a row into the round unless an earlier one computes its next block, or tokens or memory
   * run out. The first row always fits.
   */
  boolean admit(int index, int[] row, BlockTable.BlockCopy copy) {
    PrefixPath path = cache.match("", row, row.length - 1);
    BlockTable table = new BlockTable(cache, path);
    int computed = path.tokenCount();
    if (!fits(table, computed, row) || !claim(row, computed)) {
      table.release();
      return false;
    }
    table.reserve(computed, row.length, copy);
    admitted.add(new Admitted(index, row, computed, table));
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
   * Notes the prefix that ends with the first new full block; false if another row makes it. A
   * row's last token is always computed, so a block that ends a row is nobody's claim.
   */
  private boolean claim(int[] row, int computed) {
    int end = computed + cache.blockSize();
    return end >= row.length || firstNewBlocks.add(IntBuffer.wrap(row, 0, end));
  }

  /** A row with its memory; {@code computed} leading tokens are there already. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would be felt
  record Admitted(int index, int[] tokens, int computed, BlockTable table) {
    Row row() {
      return new Row(Arrays.copyOfRange(tokens, computed, tokens.length), computed, table.blocks());
    }
  }
}
