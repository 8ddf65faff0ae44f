package io.metagen.transformer.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * One sequence's hold on a cached prefix: a reference on each of its blocks that it did not drop,
 * until released.
 */
public final class PrefixPath {
  private final PrefixCache cache;
  private final String salt;
  private final List<PrefixNode> nodes;
  private boolean gaps;
  private int skippedFrom;
  private int skippedTo;
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
    if (!grows()) {
      throw new IllegalStateException("the path has gaps and can't grow");
    }
    BlockTokens key = new BlockTokens(tokens, from, cache.blockSize());
    PrefixNode node = cache.append(salt, nodes.isEmpty() ? null : nodes.getLast(), key, block);
    nodes.add(node);
    return node.block;
  }

  /** Whether blocks may be appended: none was dropped, and the tree still has the path's last. */
  boolean grows() {
    return !gaps && (nodes.isEmpty() || (skippedTo < nodes.size() && cache.has(nodes.getLast())));
  }

  /** Returns the attention that the tokens of the path's i-th block gave each block up to it. */
  double[] masses(int index) {
    return nodes.get(index).masses;
  }

  /** Keeps that attention with the block, for those who find it. */
  void keep(int index, double[] masses) {
    nodes.get(index).masses = masses;
  }

  /**
   * Gives back the reference on the path's i-th block; those after it move up. Nothing may be
   * appended afterwards.
   */
  void drop(int index) {
    requireHeld();
    gaps = true;
    cache.skip(List.of(nodes.remove(index)));
  }

  /**
   * Gives back the references on the path's blocks [from, to), which keep their places. Where some
   * were given back before, {@code from} is their end.
   */
  void skip(int from, int to) {
    requireHeld();
    if (from < to) {
      skippedFrom = skippedTo == 0 ? from : skippedFrom;
      skippedTo = to;
      cache.skip(nodes.subList(from, to));
    }
  }

  /** Returns a second hold on the same prefix. */
  public PrefixPath fork() {
    requireHeld();
    nodes.subList(0, skippedFrom).forEach(cache::hold);
    nodes.subList(skippedTo, nodes.size()).forEach(cache::hold);
    PrefixPath fork = new PrefixPath(cache, salt, new ArrayList<>(nodes));
    fork.gaps = gaps;
    fork.skippedFrom = skippedFrom;
    fork.skippedTo = skippedTo;
    return fork;
  }

  /** Gives the references back, once. The prefix stays cached until its memory is needed. */
  public void release() {
    requireHeld();
    released = true;
    if (gaps) {
      nodes.reversed().forEach(node -> cache.releaseBelowGap(List.of(node)));
    } else {
      cache.releaseBelowGap(nodes.subList(skippedTo, nodes.size()));
      nodes.subList(0, skippedFrom).reversed().forEach(cache::release);
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
