package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksRemoved;
import io.metagen.v1.KvBlocksStored;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that one replica holds: at most {@code capacity}, the least recently used leave first.
 *
 * <p>A hash names a whole prefix, so blocks are a plain map and a child may arrive before its
 * parent. Prefixes are touched from their last block to their first: a parent is always more recent
 * than its children, and the bound cuts leaves, not the middle of a prefix. Not thread-safe: {@link
 * ReplicaIndex} owns it.
 */
final class ReplicaBlocks {
  private static final int LONGEST_PREFIX = 16_384;

  private final LinkedHashMap<BlockHash, HeldBlock> held = new LinkedHashMap<>(16, 0.75f, true);
  private final int capacity;
  private final IndexStatistics statistics;
  private BlockHash digest = BlockHash.ZERO;

  ReplicaBlocks(int capacity, IndexStatistics statistics) {
    this.capacity = capacity;
    this.statistics = statistics;
  }

  void store(KvBlocksStored run) {
    @Nullable BlockHash parent =
        run.getParentBlockHash().isEmpty() ? null : hash(run.getParentBlockHash());
    for (KvBlock block : run.getBlocksList()) {
      BlockHash hash = hash(block.getBlockHash());
      put(hash, parent, block);
      parent = hash;
    }
    touchUpwards(parent);
    trim();
  }

  void remove(KvBlocksRemoved removed) {
    CacheMedium medium = known(removed.getMedium());
    for (ByteString bytes : removed.getBlockHashesList()) {
      BlockHash hash = hash(bytes);
      HeldBlock block = held.get(hash);
      if (block == null) {
        continue; // the bound cut it before the replica did
      }
      if (block.survivesWithout(medium)) {
        held.put(hash, block.without(medium));
      } else {
        drop(hash);
      }
    }
  }

  void clear() {
    statistics.evicted.add(held.size());
    held.clear();
    digest = BlockHash.ZERO;
  }

  /** Returns how much of a prefix is held without a gap, and makes that part the most recent. */
  Match match(List<BlockHash> prefix) {
    int blocks = 0;
    int tokens = 0;
    for (BlockHash hash : prefix) {
      HeldBlock block = held.get(hash);
      if (block == null) {
        break;
      }
      blocks++;
      tokens += block.tokenIds().size();
    }
    for (int i = blocks - 1; i >= 0; i--) {
      held.get(prefix.get(i));
    }
    return new Match(blocks, tokens);
  }

  int size() {
    return held.size();
  }

  /** Returns the exclusive or of all hashes. */
  BlockHash digest() {
    return digest;
  }

  /** Returns a view; reading it through {@code get} counts as use, iterating does not. */
  Map<BlockHash, HeldBlock> held() {
    return Collections.unmodifiableMap(held);
  }

  private void put(BlockHash hash, @Nullable BlockHash parent, KvBlock block) {
    CacheMedium medium = known(block.getMedium());
    HeldBlock before = held.get(hash);
    if (before != null) {
      held.put(hash, before.alsoIn(medium));
      return;
    }
    held.put(hash, new HeldBlock(parent, block.getTokenIdsList(), Collections.singleton(medium)));
    digest = digest.xor(hash);
    statistics.admitted.increment();
  }

  private void touchUpwards(@Nullable BlockHash last) {
    @Nullable BlockHash hash = last;
    for (int i = 0; hash != null && i < LONGEST_PREFIX; i++) {
      HeldBlock block = held.get(hash);
      hash = block == null ? null : block.parent();
    }
  }

  private void trim() {
    while (held.size() > capacity) {
      drop(held.firstEntry().getKey());
    }
  }

  private void drop(BlockHash hash) {
    held.remove(hash);
    digest = digest.xor(hash);
    statistics.evicted.increment();
  }

  private static BlockHash hash(ByteString bytes) {
    if (bytes.size() != BlockHash.BYTES) {
      throw new MalformedUpdateException("a block hash of " + bytes.size() + " bytes");
    }
    return BlockHash.of(bytes);
  }

  private static CacheMedium known(CacheMedium medium) {
    return switch (medium) {
      case CACHE_MEDIUM_DEVICE, CACHE_MEDIUM_HOST, CACHE_MEDIUM_STORE -> medium;
      case CACHE_MEDIUM_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedUpdateException("an unknown cache medium");
    };
  }

  /** Leading blocks of a prefix and the tokens in them. */
  record Match(int blocks, int tokens) {}
}
