package io.metagen.generator.kv;

import com.google.protobuf.ByteString;
import io.metagen.transformer.cache.PrefixListener;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows a cache's content from its stream of updates, or from its listener calls. */
public final class KvFollower implements PrefixListener {
  private final Map<ByteString, List<Integer>> blocks = new HashMap<>();
  private long last;

  /** Follows a log from its first batch to its last. */
  public static KvFollower of(KvEventLog log) throws InterruptedException {
    KvFollower snapshot = new KvFollower();
    log.subscribe(0).next().forEach(snapshot::apply);
    if (snapshot.last == 0) {
      return snapshot;
    }
    KvFollower follower = new KvFollower();
    KvEventLog.Subscription subscription = log.subscribe(1);
    while (follower.last < snapshot.last) {
      subscription.next().forEach(follower::apply);
    }
    if (!follower.blocks.equals(snapshot.blocks)) {
      throw new AssertionError("snapshot and replay disagree");
    }
    return follower;
  }

  /** Applies one message of the stream. */
  public void apply(SubscribeKvEventsResponse update) {
    if (update.hasBatch()) {
      apply(update.getBatch());
    } else {
      update.getSnapshot().getStoredList().forEach(this::store);
      last = update.getSnapshot().getSequenceNumber();
    }
  }

  public Map<ByteString, List<Integer>> blocks() {
    return blocks;
  }

  public long last() {
    return last;
  }

  private void apply(KvEventBatch batch) {
    if (batch.getSequenceNumber() != last + 1) {
      throw new AssertionError("gap: " + batch.getSequenceNumber() + " after " + last);
    }
    last = batch.getSequenceNumber();
    for (KvCacheEvent event : batch.getEventsList()) {
      store(event.getStored());
      for (ByteString hash : event.getRemoved().getBlockHashesList()) {
        if (blocks.remove(hash) == null) {
          throw new AssertionError("removed but never stored");
        }
      }
    }
  }

  private void store(KvBlocksStored stored) {
    ByteString parent = stored.getParentBlockHash();
    for (KvBlock block : stored.getBlocksList()) {
      if (!parent.isEmpty() && !blocks.containsKey(parent)) {
        throw new AssertionError("child before its parent");
      }
      blocks.put(block.getBlockHash(), block.getTokenIdsList());
      parent = block.getBlockHash();
    }
  }

  @Override
  public void stored(byte[] parent, byte[] hash, int[] tokens) {
    blocks.put(ByteString.copyFrom(hash), Arrays.stream(tokens).boxed().toList());
  }

  @Override
  public void removed(byte[] hash) {
    blocks.remove(ByteString.copyFrom(hash));
  }
}
