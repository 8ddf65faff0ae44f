package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a set of blocks as snapshot parts: every parent before its children, consecutive blocks in
 * one run, a bounded number of blocks in a part. For one use.
 */
final class SnapshotWriter {
  private final Map<BlockHash, HeldBlock> left;
  private final int partBlocks;
  private final List<KvSnapshot> parts = new ArrayList<>();
  private KvSnapshot.Builder part = KvSnapshot.newBuilder();
  private KvBlocksStored.Builder run = KvBlocksStored.newBuilder();
  private @Nullable BlockHash runEnd;
  private int blocksInPart;

  SnapshotWriter(Map<BlockHash, HeldBlock> held, int partBlocks) {
    this.left = new HashMap<>(held);
    this.partBlocks = partBlocks;
  }

  List<KvSnapshot> write(long sequenceNumber) {
    for (BlockHash hash : Set.copyOf(left.keySet())) {
      writeFromRoot(hash);
    }
    part.setLast(true);
    endPart();
    return parts.stream()
        .map(written -> written.toBuilder().setSequenceNumber(sequenceNumber).build())
        .toList();
  }

  /** Writes the blocks from the topmost one that is still to be written down to {@code last}. */
  private void writeFromRoot(BlockHash last) {
    Deque<Map.Entry<BlockHash, HeldBlock>> chain = new ArrayDeque<>();
    @Nullable BlockHash hash = last;
    while (hash != null) {
      HeldBlock block = left.remove(hash);
      if (block == null) {
        break;
      }
      chain.push(Map.entry(hash, block));
      hash = block.parent();
    }
    chain.forEach(entry -> entry.getValue().media().forEach(m -> write(entry, m)));
  }

  private void write(Map.Entry<BlockHash, HeldBlock> entry, CacheMedium medium) {
    if (blocksInPart == partBlocks) {
      endPart();
    }
    @Nullable BlockHash parent = entry.getValue().parent();
    if (run.getBlocksCount() == 0 || parent == null || !parent.equals(runEnd)) {
      endRun();
      run.setParentBlockHash(parent == null ? ByteString.EMPTY : parent.toBytes());
    }
    run.addBlocks(
        KvBlock.newBuilder()
            .setBlockHash(entry.getKey().toBytes())
            .addAllTokenIds(entry.getValue().tokenIds())
            .setMedium(medium));
    runEnd = entry.getKey();
    blocksInPart++;
  }

  private void endRun() {
    if (run.getBlocksCount() > 0) {
      part.addStored(run);
    }
    run = KvBlocksStored.newBuilder();
  }

  private void endPart() {
    endRun();
    parts.add(part.build());
    part = KvSnapshot.newBuilder();
    blocksInPart = 0;
  }
}
