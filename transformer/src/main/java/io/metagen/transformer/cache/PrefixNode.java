package io.metagen.transformer.cache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One block of the prefix tree, or the root of one salt, which has no block. */
final class PrefixNode {
  static final int NO_BLOCK = -1;

  final @Nullable PrefixNode parent;
  final byte[] hash;
  final int block;
  final @Nullable BlockTokens tokens;
  final @Nullable String salt;
  final Map<BlockTokens, PrefixNode> children = new HashMap<>();

  /** The attention that the block's tokens gave each block up to it, where somebody counts it. */
  double[] masses = {};

  /** Whether a sequence gave this block up that holds blocks below it. */
  boolean skipped;

  private PrefixNode(PrefixNode parent, byte[] hash, int block, BlockTokens tokens) {
    this.parent = parent;
    this.hash = hash;
    this.block = block;
    this.tokens = tokens;
    this.salt = null;
  }

  private PrefixNode(String salt, byte[] hash) {
    this.parent = null;
    this.hash = hash;
    this.block = NO_BLOCK;
    this.tokens = null;
    this.salt = salt;
  }

  static PrefixNode root(String salt, byte[] hash) {
    return new PrefixNode(salt, hash);
  }

  /** Adds a child below this node. */
  PrefixNode add(BlockTokens blockTokens, byte[] childHash, int childBlock) {
    PrefixNode child = new PrefixNode(this, childHash, childBlock, blockTokens);
    children.put(blockTokens, child);
    return child;
  }

  /** Returns the hash as events name it: empty for a root. */
  byte[] eventHash() {
    return parent == null ? new byte[0] : hash;
  }
}
