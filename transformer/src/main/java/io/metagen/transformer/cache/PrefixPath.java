package io.metagen.transformer.cache;

import java.util.ArrayList;
import java.util.List;

/** One sequence's hold on a cached prefix: a reference on each of its blocks, until released. */
public final class PrefixPath {
  private final PrefixCache cache;
  private final String salt;
  private final List<PrefixNode> nodes;
  private boolean released;

  PrefixPath(PrefixCache cache, String salt, List<PrefixNode> nodes) {
    this.cache = cache;
    this.salt = salt;
    this.nodes = nodes;
  }

  public int blockCount() {
    return nodes.size();
  }

  public int tokenCount() {
    return nodes.size() * cache.blockSize();
  }

  /** Returns the number of the block that holds the path's i-th block of tokens. */
  public int block(int index) {
    return nodes.get(index).block;
  }

  /**
   * Makes the caller's full block part of the tree, as the next block of this path. The caller's
   * reference on {@code block} passes to the path. Where the tree has these tokens here already,
   * {@code block} is given back and the tree's own block takes its place.
   *
   * @param tokens holds the block's tokens from index {@code from} on
   * @return the block that holds these tokens from now on
   */
  public int append(int[] tokens, int from, int block) {
    requireHeld();
    BlockTokens key = new BlockTokens(tokens, from, cache.blockSize());
    PrefixNode node = cache.append(salt, nodes.isEmpty() ? null : nodes.getLast(), key, block);
    nodes.add(node);
    return node.block;
  }

  /** Returns a second hold on the same prefix. */
  public PrefixPath fork() {
    requireHeld();
    nodes.forEach(cache::hold);
    return new PrefixPath(cache, salt, new ArrayList<>(nodes));
  }

  /** Gives the references back, once. The prefix stays cached until its memory is needed. */
  public void release() {
    requireHeld();
    released = true;
    for (PrefixNode node : nodes.reversed()) {
      cache.release(node);
    }
  }

  void push(PrefixNode held) {
    nodes.add(held);
  }

  private void requireHeld() {
    if (released) {
      throw new IllegalStateException("the path is released");
    }
  }
}
