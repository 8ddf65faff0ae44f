package io.metagen.kvcache;

import io.metagen.v1.IndexState;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.ReplicaDigest;
import io.metagen.v1.ReplicaState;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one replica, and where it stands in the replica's stream.
 *
 * <p>A broken stream goes on with the <em>last batch applied</em>, not the one after it: an equal
 * answer proves at once, even on an idle replica, that the stream is alive and that it is still the
 * same life of the replica (the batch holds its time); batches follow without a gap. Any other
 * answer, a gap, or a number that does not grow asks for a snapshot. Thread-safe: its monitor
 * guards all of it.
 */
final class ReplicaIndex {
  private final String replica;
  private final int capacity;
  private final IndexStatistics statistics;
  private ReplicaBlocks blocks;
  private IndexState state = IndexState.INDEX_STATE_SYNCING;
  private long sequenceNumber;
  private @Nullable KvEventBatch lastBatch;
  private @Nullable ReplicaBlocks pending;

  ReplicaIndex(String replica, int capacity, IndexStatistics statistics) {
    this.replica = replica;
    this.capacity = capacity;
    this.statistics = statistics;
    this.blocks = new ReplicaBlocks(capacity, statistics);
  }

  String replica() {
    return replica;
  }

  /** Returns how to subscribe now: from the last batch applied, else with a snapshot. */
  synchronized SubscribeKvEventsRequest subscription() {
    SubscribeKvEventsRequest.Builder request = SubscribeKvEventsRequest.newBuilder();
    if (lastBatch != null) {
      request.setStartSequenceNumber(lastBatch.getSequenceNumber());
    }
    return request.build();
  }

  /**
   * Applies the next update of a stream.
   *
   * @throws MalformedUpdateException when the update does not fit what is known; the next
   *     subscription then asks for a snapshot
   */
  synchronized void accept(SubscribeKvEventsResponse update) {
    try {
      switch (update.getUpdateCase()) {
        case SNAPSHOT -> accept(update.getSnapshot());
        case BATCH -> accept(update.getBatch());
        case UPDATE_NOT_SET -> throw new MalformedUpdateException("an empty update");
      }
    } catch (MalformedUpdateException e) {
      lastBatch = null;
      broken();
      throw e;
    }
  }

  /** Notes that the stream broke. */
  synchronized void broken() {
    if (pending != null) {
      pending.clear();
      pending = null;
    }
    if (state == IndexState.INDEX_STATE_LIVE) {
      state = IndexState.INDEX_STATE_STALE;
    }
  }

  /** Forgets everything: the replica is no longer followed. */
  synchronized void forget() {
    broken();
    blocks.clear();
    lastBatch = null;
    state = IndexState.INDEX_STATE_SYNCING;
  }

  synchronized ReplicaBlocks.Match match(List<BlockHash> prefix) {
    return blocks.match(prefix);
  }

  synchronized ReplicaState state() {
    return ReplicaState.newBuilder()
        .setReplica(replica)
        .setState(state)
        .setSequenceNumber(sequenceNumber)
        .setBlockCount(blocks.size())
        .build();
  }

  synchronized ReplicaDigest digest() {
    return ReplicaDigest.newBuilder()
        .setState(state())
        .setDigest(blocks.digest().toBytes())
        .build();
  }

  /** Returns the content in parts of at most {@code partBlocks} blocks, the last one marked. */
  synchronized List<KvSnapshot> snapshot(int partBlocks) {
    return new SnapshotWriter(blocks.held(), partBlocks).write(sequenceNumber);
  }

  private void accept(KvSnapshot part) {
    if (pending == null) {
      pending = new ReplicaBlocks(capacity, statistics);
    }
    part.getStoredList().forEach(pending::store);
    if (part.getLast()) {
      blocks.clear();
      blocks = pending;
      pending = null;
      sequenceNumber = part.getSequenceNumber();
      lastBatch = null;
      state = IndexState.INDEX_STATE_LIVE;
    }
  }

  private void accept(KvEventBatch batch) {
    if (pending != null) {
      throw new MalformedUpdateException("a batch inside a snapshot");
    }
    if (batch.equals(lastBatch)) {
      state = IndexState.INDEX_STATE_LIVE;
      return;
    }
    if (state != IndexState.INDEX_STATE_LIVE || batch.getSequenceNumber() != sequenceNumber + 1) {
      throw new MalformedUpdateException(
          "batch " + batch.getSequenceNumber() + " after batch " + sequenceNumber);
    }
    batch.getEventsList().forEach(this::apply);
    sequenceNumber = batch.getSequenceNumber();
    lastBatch = batch;
  }

  private void apply(KvCacheEvent event) {
    switch (event.getEventCase()) {
      case STORED -> blocks.store(event.getStored());
      case REMOVED -> blocks.remove(event.getRemoved());
      case CLEARED -> blocks.clear();
      case EVENT_NOT_SET -> throw new MalformedUpdateException("an empty event");
    }
  }
}
