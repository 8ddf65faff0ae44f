package io.metagen.transformer.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The prefixes whose keys and values are in memory, as a tree of full blocks per salt. */
public final class PrefixCache {
  /*
   * The tree. A radix tree [1] whose every edge is one full block: a node is the prefix that ends
   * with its block, found by walking its tokens from the root of its salt. A block that is not full
   * is never in the tree, so a node never splits.
   *
   * Holding. A sequence holds a PrefixPath: one reference on every block from the root to its tip.
   * A referenced node's ancestors are therefore referenced, and an unreferenced node's descendants
   * are not. When two sequences computed the same block, the second gives its copy back and goes on
   * with the first one's, which keeps that true.
   *
   * Eviction. `idle` holds the unreferenced nodes, least recently used first. A path gives its
   * blocks back tip first (as in [2]), and a child can't be held without its parent, so in `idle`
   * every child stands before its parent: the first node is always a leaf, eviction is O(1), and
   * all cached blocks can be evicted. Running and leased prefixes have references and are not in it.
   *
   * Gaps. A sequence with a limited budget gives up blocks of its path and holds those below:
   * such a node may be idle although a descendant is held. It still stands behind all its idle
   * descendants: giving one back below a gap moves its idle ancestors to the end. When it is
   * evicted, its descendants, which all are held across gaps, leave the tree with it: nobody can
   * find them any more, so they become private to those who hold them, and nothing is appended to
   * them.
   *
   * [1] Zheng et al., SGLang: Efficient Execution of Structured Language Model Programs, 2024,
   *     section 3 (RadixAttention).
   * [2] Kwon et al., Efficient Memory Management for LLM Serving with PagedAttention, 2023; vLLM
   *     frees the blocks of a request in reverse order.
   */
  private final BlockManager blocks;
  private final int blockSize;
  private final PrefixHasher hasher;
  private final PrefixListener listener;
  private final Map<String, PrefixNode> roots = new HashMap<>();
  private final LinkedHashSet<PrefixNode> idle = new LinkedHashSet<>();

  public PrefixCache(
      BlockManager blocks, int blockSize, PrefixHasher hasher, PrefixListener listener) {
    this.blocks = blocks;
    this.blockSize = blockSize;
    this.hasher = hasher;
    this.listener = listener;
  }

  public BlockManager blocks() {
    return blocks;
  }

  public int blockSize() {
    return blockSize;
  }

  /** Returns how many blocks {@link #allocate} can still hand out. */
  public int available() {
    return blocks.free() + blocks.cached();
  }

  /**
   * Holds the longest cached prefix of the first {@code limit} tokens. The path may be empty; the
   * caller releases it.
   */
  public PrefixPath match(String salt, int[] tokens, int limit) {
    PrefixPath path = new PrefixPath(this, salt, new ArrayList<>());
    @Nullable PrefixNode node = roots.get(salt);
    for (int from = 0; node != null && from + blockSize <= limit; from += blockSize) {
      node = node.children.get(new BlockTokens(tokens, from, blockSize));
      if (node != null) {
        path.push(hold(node));
      }
    }
    return path;
  }

  /** Takes a block with one reference, evicting the least recently used one where none is free. */
  public OptionalInt allocate() {
    if (blocks.free() == 0 && !idle.isEmpty()) {
      evict(idle.getFirst());
    }
    return blocks.allocate();
  }

  /** Tells the listener every block in the tree as if it were stored now, parents first. */
  public void replay(PrefixListener follower) {
    List<PrefixNode> open = new ArrayList<>(roots.values());
    while (!open.isEmpty()) {
      for (PrefixNode child : open.removeLast().children.values()) {
        tellStored(follower, child);
        open.add(child);
      }
    }
  }

  /** Throws if the tree, the idle list and the blocks' states disagree, naming what does. */
  public void checkIntegrity() {
    blocks.checkIntegrity();
    int unreferenced = 0;
    List<PrefixNode> open = new ArrayList<>(roots.values());
    while (!open.isEmpty()) {
      PrefixNode node = open.removeLast();
      open.addAll(node.children.values());
      if (node.parent != null) {
        boolean isIdle = blocks.references(node.block) == 0;
        require(isIdle == idle.contains(node), node, "is idle in one place alone");
        unreferenced += isIdle ? 1 : 0;
      }
    }
    require(unreferenced == idle.size(), null, idle.size() + " idle, in tree " + unreferenced);
    require(unreferenced == blocks.cached(), null, "a cached block is not in the tree");
    checkLeavesFirst();
  }

  /** Appends the caller's full block below {@code tip} (null: below the root); see PrefixPath. */
  PrefixNode append(String salt, @Nullable PrefixNode tip, BlockTokens tokens, int block) {
    PrefixNode parent = tip == null ? root(salt) : tip;
    PrefixNode known = parent.children.get(tokens);
    if (known != null) {
      blocks.release(block);
      return hold(known);
    }
    PrefixNode added = parent.add(tokens, hasher.next(parent.hash, tokens.tokens()), block);
    blocks.makeResident(block);
    tellStored(listener, added);
    return added;
  }

  /** Adds a reference to a node of the tree. */
  PrefixNode hold(PrefixNode node) {
    idle.remove(node);
    blocks.retain(node.block);
    return node;
  }

  /** Gives a reference back; the caller goes from the tip to the root. */
  void release(PrefixNode node) {
    if (blocks.release(node.block)) {
      idle.add(node);
    }
  }

  /** Gives references on a chain of nodes back whose holder keeps references below it. */
  void skip(List<PrefixNode> chain) {
    chain.forEach(node -> node.skipped = true);
    releaseBelowGap(chain);
  }

  /**
   * Gives references on a chain of nodes back, parents first in the list, whose holder may hold no
   * longer what is above it.
   */
  void releaseBelowGap(List<PrefixNode> chain) {
    boolean anyIdle = false;
    for (PrefixNode node : chain.reversed()) {
      boolean inTree = has(node);
      if (blocks.release(node.block) && inTree) {
        idle.add(node);
        anyIdle = true;
      }
    }
    for (PrefixNode above = anyIdle ? chain.getFirst().parent : null;
        above != null;
        above = above.parent) {
      if (idle.remove(above)) {
        idle.add(above);
      }
    }
  }

  /** Returns whether a node that somebody holds is in the tree. */
  boolean has(PrefixNode node) {
    return blocks.resident(node.block);
  }

  private PrefixNode root(String salt) {
    return roots.computeIfAbsent(salt, name -> PrefixNode.root(name, hasher.root(name)));
  }

  private void evict(PrefixNode node) {
    PrefixNode parent = Objects.requireNonNull(node.parent);
    require(node.skipped || node.children.isEmpty(), node, "is no leaf and can't be evicted");
    node.children.values().forEach(this::leave);
    idle.remove(node);
    parent.children.remove(node.tokens);
    blocks.evict(node.block);
    listener.removed(node.hash);
    if (parent.salt != null && parent.children.isEmpty()) {
      roots.remove(parent.salt);
    }
  }

  /** Takes a held node and all below it out of the tree. */
  private void leave(PrefixNode node) {
    node.children.values().forEach(this::leave);
    blocks.makePrivate(node.block);
    listener.removed(node.hash);
  }

  private static void tellStored(PrefixListener told, PrefixNode node) {
    PrefixNode parent = Objects.requireNonNull(node.parent);
    told.stored(parent.eventHash(), node.hash, Objects.requireNonNull(node.tokens).tokens());
  }

  private void checkLeavesFirst() {
    Set<PrefixNode> gone = new HashSet<>();
    for (PrefixNode node : idle) {
      boolean last = node.skipped || gone.containsAll(node.children.values());
      require(last, node, "is idle before its children");
      for (PrefixNode above = node.parent; above != null; above = above.parent) {
        require(!gone.contains(above), node, "is idle behind what it is chained to");
      }
      gone.add(node);
    }
  }

  private static void require(boolean holds, @Nullable PrefixNode node, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(
          (node == null ? "prefix tree: " : "node of block " + node.block + " ") + otherwise);
    }
  }
}
