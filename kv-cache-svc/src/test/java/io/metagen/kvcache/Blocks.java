package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.metagen.prefix.BlockHasher;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksRemoved;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvCacheCleared;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.KvSnapshot;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Messages for tests: blocks of two tokens, prefixes named by a salt. */
final class Blocks {
  static final int BLOCK_SIZE = 2;

  private Blocks() {}

  /** Returns the hashes of a prefix of {@code length} blocks; the same name gives the same ones. */
  static List<ByteString> prefix(String name, int length) {
    int[] tokens = IntStream.range(0, length * BLOCK_SIZE).toArray();
    return new BlockHasher("model", "", name, BLOCK_SIZE)
        .hashes(tokens).stream().map(ByteString::copyFrom).toList();
  }

  static List<BlockHash> keys(List<ByteString> hashes) {
    return hashes.stream().map(BlockHash::of).toList();
  }

  /** Returns the run of blocks [from, to) of a prefix, on the device. */
  static KvBlocksStored run(List<ByteString> prefix, int from, int to) {
    return run(prefix, from, to, CacheMedium.CACHE_MEDIUM_DEVICE);
  }

  static KvBlocksStored run(List<ByteString> prefix, int from, int to, CacheMedium medium) {
    KvBlocksStored.Builder run = KvBlocksStored.newBuilder();
    if (from > 0) {
      run.setParentBlockHash(prefix.get(from - 1));
    }
    for (int i = from; i < to; i++) {
      run.addBlocks(
          KvBlock.newBuilder()
              .setBlockHash(prefix.get(i))
              .addTokenIds(2 * i)
              .addTokenIds(2 * i + 1)
              .setMedium(medium));
    }
    return run.build();
  }

  static KvBlocksRemoved removal(ByteString... hashes) {
    return KvBlocksRemoved.newBuilder()
        .addAllBlockHashes(Arrays.asList(hashes))
        .setMedium(CacheMedium.CACHE_MEDIUM_DEVICE)
        .build();
  }

  static KvCacheEvent stored(KvBlocksStored run) {
    return KvCacheEvent.newBuilder().setStored(run).build();
  }

  static KvCacheEvent removed(ByteString... hashes) {
    return KvCacheEvent.newBuilder().setRemoved(removal(hashes)).build();
  }

  static KvCacheEvent cleared() {
    return KvCacheEvent.newBuilder().setCleared(KvCacheCleared.getDefaultInstance()).build();
  }

  /** Returns a batch; {@code life} stands for the time of the replica's clock. */
  static KvEventBatch batch(long number, long life, KvCacheEvent... events) {
    return KvEventBatch.newBuilder()
        .setSequenceNumber(number)
        .setEventTime(Timestamp.newBuilder().setSeconds(life))
        .addAllEvents(Arrays.asList(events))
        .build();
  }

  static KvSnapshot snapshot(long number, boolean last, KvBlocksStored... runs) {
    return KvSnapshot.newBuilder()
        .setSequenceNumber(number)
        .addAllStored(Arrays.asList(runs))
        .setLast(last)
        .build();
  }

  static SubscribeKvEventsResponse update(KvEventBatch batch) {
    return SubscribeKvEventsResponse.newBuilder().setBatch(batch).build();
  }

  static SubscribeKvEventsResponse update(KvSnapshot snapshot) {
    return SubscribeKvEventsResponse.newBuilder().setSnapshot(snapshot).build();
  }
}
