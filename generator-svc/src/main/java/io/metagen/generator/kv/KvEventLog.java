package io.metagen.generator.kv;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.metagen.transformer.cache.PrefixListener;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last changes of the prefix cache, numbered, and its content as these changes tell it. */
public final class KvEventLog implements PrefixListener {
  /*
   * The engine's thread tells single changes; flush() makes one batch of them, numbers it and keeps
   * it in a ring. `content` is what the batches so far add up to, so a snapshot and the number of
   * its last batch belong together without asking the engine.
   *
   * A child is stored after its parent and removed before it, so insertion order has every parent
   * before its children.
   *
   * `open` belongs to the engine's thread; everything else to the lock on `this`.
   */
  private static final int SNAPSHOT_PART_BLOCKS = 256;

  private final int capacity;
  private final InstantSource clock;
  private final KvRuns open = new KvRuns();
  private final ArrayDeque<KvEventBatch> ring = new ArrayDeque<>();
  private final Map<ByteString, Content> content = new LinkedHashMap<>();
  private long last;

  /** Keeps the last {@code capacity} batches for replay. */
  public KvEventLog(int capacity, InstantSource clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  private record Content(ByteString parent, KvBlock block) {}

  @Override
  public void stored(byte[] parent, byte[] hash, int[] tokens) {
    KvBlock block =
        KvBlock.newBuilder()
            .setBlockHash(ByteString.copyFrom(hash))
            .addAllTokenIds(() -> Arrays.stream(tokens).iterator())
            .setMedium(CacheMedium.CACHE_MEDIUM_DEVICE)
            .build();
    open.stored(ByteString.copyFrom(parent), block);
  }

  @Override
  public void removed(byte[] hash) {
    open.removed(ByteString.copyFrom(hash));
  }

  /** Publishes what changed since the last call as one batch, if anything did. */
  public void flush() {
    List<KvCacheEvent> events = open.take();
    if (!events.isEmpty()) {
      publish(events);
    }
  }

  /** Starts a subscription; see the contract for where it begins. */
  public Subscription subscribe(long startSequenceNumber) {
    return new Subscription(startSequenceNumber);
  }

  private synchronized void publish(List<KvCacheEvent> events) {
    Instant now = clock.instant();
    last++;
    ring.add(
        KvEventBatch.newBuilder()
            .setSequenceNumber(last)
            .setEventTime(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .addAllEvents(events)
            .build());
    if (ring.size() > capacity) {
      ring.remove();
    }
    events.forEach(this::apply);
    notifyAll();
  }

  private void apply(KvCacheEvent event) {
    ByteString parent = event.getStored().getParentBlockHash();
    for (KvBlock block : event.getStored().getBlocksList()) {
      content.put(block.getBlockHash(), new Content(parent, block));
      parent = block.getBlockHash();
    }
    event.getRemoved().getBlockHashesList().forEach(content::remove);
  }

  /** Returns the batches from {@code next} on, or the content where they are no longer there. */
  private synchronized List<SubscribeKvEventsResponse> after(long next)
      throws InterruptedException {
    long first = last - ring.size() + 1;
    if (next < first || next > last + 1) {
      return snapshot();
    }
    while (last < next) {
      wait();
    }
    return ring.stream()
        .filter(batch -> batch.getSequenceNumber() >= next)
        .map(batch -> SubscribeKvEventsResponse.newBuilder().setBatch(batch).build())
        .toList();
  }

  private List<SubscribeKvEventsResponse> snapshot() {
    List<Content> all = List.copyOf(content.values());
    int parts = Math.max(1, Math.ceilDiv(all.size(), SNAPSHOT_PART_BLOCKS));
    List<SubscribeKvEventsResponse> responses = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int to = Math.min(all.size(), (part + 1) * SNAPSHOT_PART_BLOCKS);
      responses.add(part(all.subList(part * SNAPSHOT_PART_BLOCKS, to), part == parts - 1));
    }
    return responses;
  }

  private SubscribeKvEventsResponse part(List<Content> blocks, boolean isLast) {
    KvRuns runs = new KvRuns();
    blocks.forEach(one -> runs.stored(one.parent(), one.block()));
    KvSnapshot.Builder snapshot = KvSnapshot.newBuilder().setSequenceNumber(last).setLast(isLast);
    runs.take().forEach(event -> snapshot.addStored(event.getStored()));
    return SubscribeKvEventsResponse.newBuilder().setSnapshot(snapshot).build();
  }

  /** One follower's place in the stream. For one thread. */
  public final class Subscription {
    private long next;

    private Subscription(long next) {
      this.next = next;
    }

    /** Waits for what the follower does not have yet: batches, or the parts of a snapshot. */
    public List<SubscribeKvEventsResponse> next() throws InterruptedException {
      List<SubscribeKvEventsResponse> updates = after(next);
      SubscribeKvEventsResponse end = updates.getLast();
      next =
          1
              + (end.hasBatch()
                  ? end.getBatch().getSequenceNumber()
                  : end.getSnapshot().getSequenceNumber());
      return updates;
    }
  }
}
