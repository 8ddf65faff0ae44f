package io.metagen.kvcache;

import static io.metagen.kvcache.Blocks.run;
import static io.metagen.kvcache.Blocks.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.github.resilience4j.core.IntervalFunction;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.metagen.v1.IndexState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplicaFollowerTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final FakeGenerator generator = new FakeGenerator(3);
  private final List<ByteString> prefix = Blocks.prefix("p", 20);
  private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
  private final Semaphore mayRetry = new Semaphore(0);
  private final ReplicaDirectory directory =
      new ReplicaDirectory(
          address -> new ReplicaIndex(address, 1000, new IndexStatistics()),
          index ->
              new ReplicaFollower(
                  index,
                  address ->
                      Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build(),
                  new ReplicaFollower.Waits(
                      IntervalFunction.ofExponentialBackoff(FIRST, 2, LONGEST),
                      LONGEST,
                      this::wait),
                  () -> Instant.EPOCH));

  @BeforeEach
  void start() {
    directory.follow(Set.of(generator.address()));
    awaitState(IndexState.INDEX_STATE_LIVE);
  }

  @AfterEach
  void stop() {
    directory.close();
    generator.close();
  }

  @Test
  void stream_broken_replaysFromTheLastBatch() {
    generator.publish(stored(run(prefix, 0, 2)));
    generator.publish(stored(run(prefix, 2, 3)));
    awaitMatch(3);

    generator.breakStreams();
    awaitState(IndexState.INDEX_STATE_STALE);
    generator.lose(stored(run(prefix, 3, 5)));
    mayRetry.release();

    awaitMatch(5);
    awaitState(IndexState.INDEX_STATE_LIVE);
    assertThat(generator.requests().getLast().getStartSequenceNumber()).isEqualTo(2);
    assertThat(generator.requests()).hasSize(2);
  }

  @Test
  void stream_brokenOnAnIdleReplica_isLiveAgainAtOnce() {
    generator.publish(stored(run(prefix, 0, 1)));
    awaitMatch(1);
    generator.breakStreams();
    awaitState(IndexState.INDEX_STATE_STALE);
    mayRetry.release();

    awaitState(IndexState.INDEX_STATE_LIVE);
    assertThat(generator.requests()).hasSize(2);
  }

  @Test
  void stream_replicaNoLongerHoldsTheNumber_takesTheSnapshot() {
    generator.publish(stored(run(prefix, 0, 1)));
    awaitMatch(1);
    generator.breakStreams();
    for (int i = 1; i < 6; i++) {
      generator.lose(stored(run(prefix, i, i + 1)));
    }
    mayRetry.release();

    awaitMatch(6);
    assertThat(generator.requests()).hasSize(2);
  }

  @Test
  void stream_gap_asksForASnapshot() {
    generator.publish(stored(run(prefix, 0, 1)));
    awaitMatch(1);
    generator.lose(stored(run(prefix, 1, 2)));
    generator.publish(stored(run(prefix, 2, 3)));
    awaitState(IndexState.INDEX_STATE_STALE);
    mayRetry.release();

    awaitMatch(3);
    assertThat(generator.requests().getLast().hasStartSequenceNumber()).isFalse();
  }

  @Test
  void replica_restartedToTheSameNumber_isKnownAnew() {
    generator.publish(stored(run(prefix, 0, 4)));
    awaitMatch(4);
    generator.restart();
    generator.lose(stored(run(prefix, 0, 1)));
    mayRetry.release(2);

    awaitMatch(1);
    awaitState(IndexState.INDEX_STATE_LIVE);
  }

  @Test
  void replica_away_isTriedWithGrowingWaitsUpToTheLongest() throws InterruptedException {
    generator.close();
    mayRetry.release(4);

    assertThat(List.of(waits.take(), waits.take(), waits.take(), waits.take()))
        .containsExactly(FIRST, FIRST.multipliedBy(2), FIRST.multipliedBy(4), LONGEST);
    assertThat(index().state().getState()).isEqualTo(IndexState.INDEX_STATE_STALE);
  }

  @Test
  void replica_removed_isForgotten() {
    generator.publish(stored(run(prefix, 0, 4)));
    awaitMatch(4);
    ReplicaIndex gone = index();

    directory.follow(Set.of());

    assertThat(directory.replicas()).isEmpty();
    await().untilAsserted(() -> assertThat(gone.state().getBlockCount()).isZero());
  }

  private void wait(Duration time) throws InterruptedException {
    waits.add(time);
    mayRetry.acquire();
  }

  private void awaitMatch(int blocks) {
    await()
        .untilAsserted(
            () -> assertThat(index().match(Blocks.keys(prefix)).blocks()).isEqualTo(blocks));
  }

  private void awaitState(IndexState state) {
    await().untilAsserted(() -> assertThat(index().state().getState()).isEqualTo(state));
  }

  private ReplicaIndex index() {
    return directory.replica(generator.address()).orElseThrow();
  }
}
