package io.metagen.transformer.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The attention that the tokens of one sequence gave the blocks that it holds.
 *
 * <p>What the tokens of one block gave is summed token by token, and these sums block by block, so
 * that the numbers are the same bits however the sequence was cut into steps, and whether its first
 * blocks came from the prefix tree, whose nodes keep these sums, or were computed.
 */
final class BlockMasses {
  private double[] totals = {};
  private double[] present = {};

  /** What the tokens of each full block gave, as long as the sequence holds all its blocks. */
  private final List<double[]> given;

  BlockMasses() {
    this(List.of());
  }

  private BlockMasses(List<double[]> given) {
    this.given = new ArrayList<>(given);
  }

  /** Adds what a token gave each block that the sequence holds. */
  void add(double[] ofToken) {
    present = sum(present, ofToken);
  }

  /** The block of the tokens added last is full. */
  void fill() {
    fill(present);
    present = new double[0];
  }

  /** The tokens of a further block gave this. */
  void fill(double[] ofBlock) {
    totals = sum(totals, ofBlock);
    given.add(ofBlock);
  }

  private static double[] sum(double[] sums, double[] more) {
    double[] result = Arrays.copyOf(more, Math.max(sums.length, more.length));
    for (int i = 0; i < sums.length; i++) {
      result[i] += sums[i];
    }
    return result;
  }

  /** Returns what the tokens of a block gave; all blocks are held. */
  double[] given(int block) {
    return given.get(block);
  }

  /** Returns the block in [from, to) that got the least, the first of equals. */
  int least(int from, int to) {
    int least = from;
    for (int i = from + 1; i < to; i++) {
      if (totals[i] < totals[least]) {
        least = i;
      }
    }
    return least;
  }

  /** The sequence gave a block up. */
  void remove(int block) {
    double[] rest = Arrays.copyOf(totals, totals.length - 1);
    System.arraycopy(totals, block + 1, rest, block, rest.length - block);
    totals = rest;
    given.clear();
  }

  BlockMasses copy() {
    BlockMasses copy = new BlockMasses(given);
    copy.totals = totals;
    copy.present = present;
    return copy;
  }
}
