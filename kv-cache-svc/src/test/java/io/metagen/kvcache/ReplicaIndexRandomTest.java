package io.metagen.kvcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.metagen.v1.IndexState;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The index against a plain set of hashes, under random events and random faults of the stream. */
final class ReplicaIndexRandomTest {
  private static final int STEPS = 1_000;
  private static final List<List<ByteString>> PREFIXES =
      List.of(Blocks.prefix("a", 12), Blocks.prefix("b", 12), Blocks.prefix("c", 12));

  private final ReplicaIndex index = new ReplicaIndex("r:1", 1000, new IndexStatistics());
  private final List<KvEventBatch> log = new ArrayList<>();
  private Set<ByteString> model = new HashSet<>();
  private long life = 1;

  @RepeatedTest(10)
  void accept_randomStreamWithFaults_equalsAPlainSet(RepetitionInfo repetition) {
    long seed = 4_711L + repetition.getCurrentRepetition();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    subscribe();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(40)) {
        case 0 -> fault(() -> index.broken());
        case 1 -> fault(() -> publish(random)); // lost: the next batch shows the gap
        case 2 -> fault(this::restart);
        case 3 -> deliver(log.isEmpty() ? publish(random) : log.getLast());
        default -> deliver(publish(random));
      }
      if (index.state().getState() != IndexState.INDEX_STATE_LIVE) {
        index.broken();
        subscribe();
      }
      check();
    }
  }

  /** Lets a fault happen, then breaks the stream where the fault does not show by itself. */
  private void fault(Runnable happens) {
    happens.run();
    index.broken();
  }

  private void restart() {
    log.clear();
    model = new HashSet<>();
    life++;
  }

  /** Answers a subscription as a generator does, as often as the index finds fault with it. */
  private void subscribe() {
    for (int attempt = 0; attempt < 2; attempt++) {
      var request = index.subscription();
      long start = request.getStartSequenceNumber();
      if (!request.hasStartSequenceNumber() || start > log.size()) {
        model.forEach(hash -> index.accept(Blocks.update(Blocks.snapshot(0, false, single(hash)))));
        index.accept(Blocks.update(Blocks.snapshot(log.size(), true)));
        return;
      }
      if (log.subList((int) start - 1, log.size()).stream().allMatch(this::deliver)) {
        return;
      }
      index.broken();
    }
    throw new AssertionError("the index refused a replay and then a snapshot");
  }

  private boolean deliver(KvEventBatch batch) {
    SubscribeKvEventsResponse update = Blocks.update(batch);
    try {
      index.accept(update);
      return true;
    } catch (MalformedUpdateException e) {
      return false;
    }
  }

  private KvEventBatch publish(Random random) {
    List<KvCacheEvent> events = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      events.add(event(random));
    }
    KvEventBatch batch = Blocks.batch(log.size() + 1, life, events.toArray(KvCacheEvent[]::new));
    log.add(batch);
    return batch;
  }

  private KvCacheEvent event(Random random) {
    List<ByteString> prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    int from = random.nextInt(prefix.size());
    int to = from + 1 + random.nextInt(prefix.size() - from);
    if (random.nextInt(50) == 0) {
      model.clear();
      return Blocks.cleared();
    }
    if (random.nextBoolean()) {
      model.addAll(prefix.subList(from, to));
      return Blocks.stored(Blocks.run(prefix, from, to));
    }
    prefix.subList(from, to).forEach(model::remove);
    return Blocks.removed(prefix.subList(from, to).toArray(ByteString[]::new));
  }

  private static KvBlocksStored single(ByteString hash) {
    for (List<ByteString> prefix : PREFIXES) {
      int at = prefix.indexOf(hash);
      if (at >= 0) {
        return Blocks.run(prefix, at, at + 1);
      }
    }
    throw new AssertionError("a hash from nowhere");
  }

  private void check() {
    Set<ByteString> held =
        index.snapshot(5).stream()
            .flatMap(part -> part.getStoredList().stream())
            .flatMap(run -> run.getBlocksList().stream())
            .map(KvBlock::getBlockHash)
            .collect(Collectors.toSet());
    assertThat(held).isEqualTo(model);
    byte[] digest = new byte[BlockHash.BYTES];
    for (ByteString hash : model) {
      for (int i = 0; i < digest.length; i++) {
        digest[i] ^= hash.byteAt(i);
      }
    }
    assertThat(index.digest().getDigest().toByteArray()).isEqualTo(digest);
    for (List<ByteString> prefix : PREFIXES) {
      int leading = 0;
      while (leading < prefix.size() && model.contains(prefix.get(leading))) {
        leading++;
      }
      assertThat(index.match(Blocks.keys(prefix)).blocks()).isEqualTo(leading);
    }
  }
}
