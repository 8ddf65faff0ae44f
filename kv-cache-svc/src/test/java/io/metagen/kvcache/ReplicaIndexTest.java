package io.metagen.kvcache;

import static io.metagen.kvcache.Blocks.batch;
import static io.metagen.kvcache.Blocks.run;
import static io.metagen.kvcache.Blocks.snapshot;
import static io.metagen.kvcache.Blocks.stored;
import static io.metagen.kvcache.Blocks.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.metagen.v1.IndexState;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplicaIndexTest {
  private final ReplicaIndex index = new ReplicaIndex("r:1", 1000, new IndexStatistics());
  private final List<ByteString> prefix = Blocks.prefix("p", 9);

  @Test
  void snapshot_inParts_countsOnlyFromTheLastOn() {
    index.accept(update(snapshot(4, false, run(prefix, 0, 2))));
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_SYNCING);
    assertThat(matched()).isZero();

    index.accept(update(snapshot(4, true, run(prefix, 2, 3))));
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_LIVE);
    assertThat(matched()).isEqualTo(3);
    assertThat(index.state().getSequenceNumber()).isEqualTo(4);
  }

  @Test
  void snapshot_brokenOff_leavesWhatWasKnown() {
    live(1);
    index.accept(update(snapshot(9, false, run(prefix, 0, 9))));
    index.broken();

    assertThat(matched()).isEqualTo(1);
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_STALE);
  }

  @Test
  void batch_afterAGap_isRefusedAndASnapshotComesNext() {
    live(1);

    refused(update(batch(3, 0, stored(run(prefix, 1, 2)))));

    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_STALE);
    assertThat(index.subscription().hasStartSequenceNumber()).isFalse();
  }

  @Test
  void batch_twice_countsOnce() {
    live(1);
    KvEventBatch twice = batch(2, 0, stored(run(prefix, 1, 2)));
    index.accept(update(twice));
    index.accept(update(twice));
    index.accept(update(batch(3, 0, stored(run(prefix, 2, 3)))));

    assertThat(matched()).isEqualTo(3);
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_LIVE);
  }

  @Test
  void batch_numberGoesBack_isRefused() {
    live(2);

    refused(update(batch(1, 77, stored(run(prefix, 0, 1)))));

    assertThat(index.subscription().hasStartSequenceNumber()).isFalse();
  }

  @Test
  void broken_afterBatches_goesOnFromTheLastOne() {
    live(2);
    index.broken();
    assertThat(index.subscription().getStartSequenceNumber()).isEqualTo(2);
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_STALE);

    index.accept(update(batch(2, 0, stored(run(prefix, 1, 2)))));
    assertThat(state()).isEqualTo(IndexState.INDEX_STATE_LIVE);
    assertThat(matched()).isEqualTo(2);
  }

  @Test
  void broken_replicaRestartedAndReachedTheSameNumber_isNoticed() {
    live(2);
    index.broken();

    refused(update(batch(2, 77, stored(run(Blocks.prefix("q", 3), 0, 3)))));

    assertThat(index.subscription().hasStartSequenceNumber()).isFalse();
    index.accept(update(snapshot(2, true, run(Blocks.prefix("q", 3), 0, 3))));
    assertThat(matched()).isZero();
    assertThat(index.state().getBlockCount()).isEqualTo(3);
  }

  @Test
  void batch_insideASnapshot_isRefused() {
    index.accept(update(snapshot(4, false, run(prefix, 0, 2))));

    refused(update(batch(5, 0)));
  }

  @Test
  void update_empty_isRefused() {
    refused(SubscribeKvEventsResponse.getDefaultInstance());
    live(1);
    refused(update(batch(2, 0, io.metagen.v1.KvCacheEvent.getDefaultInstance())));
  }

  @Test
  void cleared_thenStored_holdsOnlyTheLatter() {
    live(3);
    index.accept(update(batch(4, 0, Blocks.cleared(), stored(run(prefix, 0, 1)))));

    assertThat(index.state().getBlockCount()).isEqualTo(1);
  }

  @Test
  void snapshot_written_makesAnEqualIndexAndKeepsParentsFirst() {
    live(9);
    List<KvSnapshot> parts = index.snapshot(2);
    ReplicaIndex copy = new ReplicaIndex("copy:1", 1000, new IndexStatistics());
    parts.forEach(part -> copy.accept(update(part)));

    assertThat(parts).hasSize(5);
    assertThat(copy.digest().getDigest()).isEqualTo(index.digest().getDigest());
    assertThat(
            parts.stream()
                .flatMap(part -> part.getStoredList().stream())
                .flatMap(run -> run.getBlocksList().stream())
                .map(block -> block.getBlockHash()))
        .containsExactlyElementsOf(prefix);
    assertThat(parts).allSatisfy(part -> assertThat(part.getSequenceNumber()).isEqualTo(9));
    assertThat(parts.stream().map(KvSnapshot::getLast))
        .containsExactly(false, false, false, false, true);
  }

  /** Brings the index to batch {@code number}, with as many blocks of the prefix. */
  private void live(int number) {
    index.accept(update(snapshot(0, true)));
    for (int i = 1; i <= number; i++) {
      index.accept(update(batch(i, 0, stored(run(prefix, i - 1, i)))));
    }
  }

  private void refused(SubscribeKvEventsResponse update) {
    assertThatThrownBy(() -> index.accept(update)).isInstanceOf(MalformedUpdateException.class);
  }

  private int matched() {
    return index.match(Blocks.keys(prefix)).blocks();
  }

  private IndexState state() {
    return index.state().getState();
  }
}
