package io.metagen.generator.engine;

import io.metagen.transformer.cache.BlockBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which positions a sequence holds under a budget, worked out from its tokens alone, one after
 * another, and the attention that a token of the fake model gives a block.
 */
final class HeldPositions {
  private final int blockSize;
  private final BlockBudget budget;
  private final List<Integer> blocks = new ArrayList<>();
  private final List<Double> totals = new ArrayList<>();
  private int processed;

  HeldPositions(int blockSize, BlockBudget budget) {
    this.blockSize = blockSize;
    this.budget = budget;
  }

  /**
   * Returns the tokens that are held when the last of the tokens is processed, itself included.
   * Those of the call before must be the same as far as they go.
   */
  int[] tokens(int[] tokens) {
    if (tokens.length < processed) {
      blocks.clear();
      totals.clear();
      processed = 0;
    }
    for (; processed < tokens.length; processed++) {
      if (processed % blockSize == 0) {
        makeRoom();
        blocks.add(processed / blockSize);
        totals.add(0.0);
      }
      attend(tokens, processed);
    }
    return blocks.stream()
        .flatMapToInt(block -> Arrays.stream(content(tokens, block, tokens.length)))
        .toArray();
  }

  /** Returns whole numbers, whose sums are exact in any order. */
  static double attention(int token, int[] block) {
    return Math.floorMod(31 * Arrays.hashCode(block) + token * 0x9E3779B9, 1009);
  }

  private void makeRoom() {
    if (budget.limited() && blocks.size() == budget.sinks() + budget.window() + budget.heavy()) {
      int least = budget.sinks();
      for (int i = least; i < budget.sinks() + budget.heavy() + 1; i++) {
        least = totals.get(i) < totals.get(least) ? i : least;
      }
      blocks.remove(least);
      totals.remove(least);
    }
  }

  private void attend(int[] tokens, int position) {
    for (int i = 0; i < blocks.size(); i++) {
      int[] seen = content(tokens, blocks.get(i), position + 1);
      totals.set(i, totals.get(i) + attention(tokens[position], seen));
    }
  }

  private int[] content(int[] tokens, int block, int end) {
    return Arrays.copyOfRange(tokens, block * blockSize, Math.min((block + 1) * blockSize, end));
  }
}
