package io.metagen.generator.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.SubscribeKvEventsResponse;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KvEventLogTest {
  private static final byte[] NONE = {};

  private final KvEventLog log = new KvEventLog(3, () -> Instant.ofEpochSecond(1_000, 5));

  @Test
  void subscribe_fromHeldBatch_replaysFromThere() throws InterruptedException {
    storeBatches(1, 3);
    List<SubscribeKvEventsResponse> updates = log.subscribe(2).next();
    assertThat(updates)
        .extracting(one -> one.getBatch().getSequenceNumber())
        .containsExactly(2L, 3L);
    assertThat(updates.getFirst().getBatch().getEventTime().getSeconds()).isEqualTo(1_000);
  }

  @Test
  void subscribe_fromLostBatch_getsSnapshotThenWhatFollows() throws InterruptedException {
    storeBatches(1, 5);
    KvEventLog.Subscription subscription = log.subscribe(2);
    KvFollower follower = new KvFollower();
    List<SubscribeKvEventsResponse> snapshot = subscription.next();
    assertThat(snapshot.getLast().getSnapshot().getLast()).isTrue();
    assertThat(snapshot.getLast().getSnapshot().getSequenceNumber()).isEqualTo(5);
    snapshot.forEach(follower::apply);
    storeBatches(6, 6);
    subscription.next().forEach(follower::apply);
    assertThat(follower.blocks()).hasSize(6);
    assertThat(follower.last()).isEqualTo(6);
  }

  @Test
  void subscribe_fromTheFuture_getsSnapshot() throws InterruptedException {
    storeBatches(1, 2);
    assertThat(log.subscribe(9).next().getLast().hasSnapshot()).isTrue();
  }

  @Test
  void subscribe_emptyCache_getsOneLastPart() throws InterruptedException {
    List<SubscribeKvEventsResponse> snapshot = log.subscribe(0).next();
    assertThat(snapshot).hasSize(1);
    assertThat(snapshot.getFirst().getSnapshot().getLast()).isTrue();
    assertThat(snapshot.getFirst().getSnapshot().getStoredCount()).isZero();
  }

  @Test
  void subscribe_manyBlocks_snapshotComesInPartsWithParentsFirst() throws InterruptedException {
    byte[] parent = NONE;
    for (int i = 0; i < 700; i++) {
      byte[] hash = name(i);
      log.stored(parent, hash, new int[] {i});
      parent = hash;
    }
    log.flush();
    List<SubscribeKvEventsResponse> parts = log.subscribe(0).next();
    assertThat(parts).hasSize(3);
    assertThat(parts)
        .extracting(one -> one.getSnapshot().getLast())
        .containsExactly(false, false, true);
    KvFollower follower = new KvFollower();
    parts.forEach(follower::apply);
    assertThat(follower.blocks()).hasSize(700);
  }

  @Test
  void flush_chainedBlocks_makeOneRun() throws InterruptedException {
    log.stored(NONE, name(1), new int[] {1});
    log.stored(name(1), name(2), new int[] {2});
    log.removed(name(2));
    log.flush();
    log.flush();
    var events = log.subscribe(1).next().getFirst().getBatch().getEventsList();
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().getStored().getBlocksCount()).isEqualTo(2);
    assertThat(events.getLast().getRemoved().getBlockHashesCount()).isEqualTo(1);
  }

  @Test
  void next_nothingNew_waitsForTheNextBatch() throws Exception {
    storeBatches(1, 1);
    KvEventLog.Subscription subscription = log.subscribe(2);
    try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<SubscribeKvEventsResponse>> update = reader.submit(subscription::next);
      storeBatches(2, 2);
      assertThat(update.get().getFirst().getBatch().getSequenceNumber()).isEqualTo(2);
    }
  }

  @Test
  void follow_slowReaderWithGaps_alwaysEndsWithTheContent() throws InterruptedException {
    long seed = 11;
    Random random = new Random(seed);
    KvFollower follower = new KvFollower();
    KvEventLog.Subscription subscription = log.subscribe(0);
    for (int i = 1; i <= 500; i++) {
      storeBatches(i, i);
      if (random.nextInt(4) == 0) {
        subscription.next().forEach(follower::apply);
      }
    }
    storeBatches(501, 501);
    subscription.next().forEach(follower::apply);
    assertThat(follower.blocks()).as("seed %d", seed).hasSize(501);
  }

  private void storeBatches(int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(
            i -> {
              log.stored(NONE, name(i), new int[] {i});
              log.flush();
            });
  }

  private static byte[] name(int i) {
    return new byte[] {(byte) i, (byte) (i >> 8)};
  }
}
