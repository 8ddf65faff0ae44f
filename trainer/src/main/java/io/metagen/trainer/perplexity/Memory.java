package io.metagen.trainer.perplexity;

import io.metagen.transformer.KvPool;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.cache.BlockManager;
import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.cache.PrefixCache;
import io.metagen.transformer.cache.PrefixHasher;
import io.metagen.transformer.cache.PrefixListener;

/** Keys and values of a batch of rows that have nothing in common. */
final class Memory implements AutoCloseable {
  private final KvPool pool;
  private final PrefixCache cache;
  private final BlockBudget budget;

  /** Takes memory for rows as long as the network's context. */
  Memory(Transformer network, Setting setting, int rows) {
    int size = setting.block();
    int blocks = rows * Math.ceilDiv(network.config().maxPositions(), size);
    pool = network.newKvPool(blocks, size);
    cache = new PrefixCache(new BlockManager(blocks), size, new NoHashes(), new Nobody());
    budget = setting.options().kv().budget(size, network.config().slidingWindow());
  }

  KvPool pool() {
    return pool;
  }

  BlockTable newTable() {
    return new BlockTable(cache, cache.match("", new int[0], 0), budget);
  }

  @Override
  public void close() {
    pool.close();
  }

  private static final class NoHashes implements PrefixHasher {
    @Override
    public byte[] root(String salt) {
      return new byte[0];
    }

    @Override
    public byte[] next(byte[] parent, int[] blockTokens) {
      return new byte[0];
    }
  }

  private static final class Nobody implements PrefixListener {
    @Override
    public void stored(byte[] parent, byte[] hash, int[] tokens) {}

    @Override
    public void removed(byte[] hash) {}
  }
}
