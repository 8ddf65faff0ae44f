package io.metagen.generator.kv;

import com.google.protobuf.ByteString;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksRemoved;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvCacheEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins single changes in their order: chained blocks to runs, neighbouring removals to one. */
final class KvRuns {
  private final List<KvCacheEvent> done = new ArrayList<>();
  private KvBlocksStored.@Nullable Builder stored;
  private KvBlocksRemoved.@Nullable Builder removed;
  private ByteString tip = ByteString.EMPTY;

  void stored(ByteString parent, KvBlock block) {
    if (stored == null || !parent.equals(tip)) {
      close();
      stored = KvBlocksStored.newBuilder().setParentBlockHash(parent);
    }
    stored.addBlocks(block);
    tip = block.getBlockHash();
  }

  void removed(ByteString hash) {
    if (removed == null) {
      close();
      removed = KvBlocksRemoved.newBuilder().setMedium(CacheMedium.CACHE_MEDIUM_DEVICE);
    }
    removed.addBlockHashes(hash);
  }

  /** Returns the events so far and starts anew. */
  List<KvCacheEvent> take() {
    close();
    List<KvCacheEvent> events = List.copyOf(done);
    done.clear();
    return events;
  }

  private void close() {
    if (stored != null) {
      done.add(KvCacheEvent.newBuilder().setStored(stored).build());
      stored = null;
    }
    if (removed != null) {
      done.add(KvCacheEvent.newBuilder().setRemoved(removed).build());
      removed = null;
    }
  }
}
