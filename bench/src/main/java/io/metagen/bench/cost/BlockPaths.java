package io.metagen.bench.cost;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which blocks the sequences of a step have: those of their contexts, shared or not, and one of
 * their own for the new token.
 *
 * @param blocks [sequences][blocks of the context and one more]
 * @param context tokens of each sequence before the new one, whole blocks
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record BlockPaths(int[][] blocks, int context) {

  /** Positions per block, as {@code generator-svc} has it. */
  static final int BLOCK_SIZE = 16;

  /** Returns sequences that have nothing in common. */
  static BlockPaths separate(int sequences, int context) {
    return levels(sequences, context, List.of(sequences));
  }

  /** Returns sequences that share their whole context. */
  static BlockPaths shared(int sequences, int context) {
    return levels(sequences, context, List.of(1));
  }

  /**
   * Returns the leaves of a tree: as in a search that keeps the offspring of a few, the deepest
   * level has a node for each leaf, each level above half as many, down to one.
   *
   * @param leaves a power of two
   * @param depth levels from the root to a leaf
   * @param levelTokens of a node, whole blocks
   */
  static BlockPaths tree(int leaves, int depth, int levelTokens) {
    if (Integer.bitCount(leaves) != 1) {
      throw new IllegalArgumentException("leaves: " + leaves + " is not a power of two");
    }
    List<Integer> nodes =
        IntStream.range(0, depth)
            .map(level -> Math.max(1, leaves >> Math.min(depth - 1 - level, Integer.SIZE - 1)))
            .boxed()
            .toList();
    return levels(leaves, levelTokens, nodes);
  }

  /** Returns sequences over levels of so many nodes, each with the same number of leaves below. */
  private static BlockPaths levels(int sequences, int levelTokens, List<Integer> nodes) {
    if (sequences < 1 || nodes.isEmpty() || levelTokens < 1 || levelTokens % BLOCK_SIZE != 0) {
      throw new IllegalArgumentException(
          "sequences %d, levels %d, tokens %d".formatted(sequences, nodes.size(), levelTokens));
    }
    int perLevel = levelTokens / BLOCK_SIZE;
    int[][] blocks = new int[sequences][perLevel * nodes.size() + 1];
    int next = 0;
    for (int level = 0; level < nodes.size(); level++) {
      for (int s = 0; s < sequences; s++) {
        int node = (int) ((long) s * nodes.get(level) / sequences);
        for (int b = 0; b < perLevel; b++) {
          blocks[s][level * perLevel + b] = next + node * perLevel + b;
        }
      }
      next += nodes.get(level) * perLevel;
    }
    for (int[] path : blocks) {
      path[path.length - 1] = next++;
    }
    return new BlockPaths(blocks, levelTokens * nodes.size());
  }

  int sequences() {
    return blocks.length;
  }

  /** Returns the blocks of all sequences, those that they share once. */
  int distinctBlocks() {
    return (int) Arrays.stream(blocks).flatMapToInt(Arrays::stream).distinct().count();
  }
}
