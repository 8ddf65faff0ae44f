package io.metagen.kvcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.metagen.v1.CacheMedium;
import io.metagen.v1.KvBlocksStored;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplicaBlocksTest {
  private final IndexStatistics statistics = new IndexStatistics();
  private final ReplicaBlocks blocks = new ReplicaBlocks(8, statistics);
  private final List<ByteString> prefix = Blocks.prefix("p", 8);

  @Test
  void match_prefixWithAGap_countsBlocksAndTokensBeforeIt() {
    blocks.store(Blocks.run(prefix, 0, 6));
    blocks.remove(Blocks.removal(prefix.get(3)));

    assertThat(blocks.match(Blocks.keys(prefix))).isEqualTo(new ReplicaBlocks.Match(3, 6));
  }

  @Test
  void store_childrenBeforeTheirParent_allCountOnceTheParentIsThere() {
    blocks.store(Blocks.run(prefix, 2, 4));
    assertThat(blocks.match(Blocks.keys(prefix)).blocks()).isZero();

    blocks.store(Blocks.run(prefix, 0, 2));
    assertThat(blocks.match(Blocks.keys(prefix)).blocks()).isEqualTo(4);
  }

  @Test
  void remove_oneOfTwoMedia_blockStaysUntilTheOtherIsGone() {
    blocks.store(Blocks.run(prefix, 0, 1, CacheMedium.CACHE_MEDIUM_DEVICE));
    blocks.store(Blocks.run(prefix, 0, 1, CacheMedium.CACHE_MEDIUM_HOST));

    blocks.remove(Blocks.removal(prefix.getFirst()));
    assertThat(blocks.size()).isEqualTo(1);

    blocks.remove(
        Blocks.removal(prefix.getFirst()).toBuilder()
            .setMedium(CacheMedium.CACHE_MEDIUM_HOST)
            .build());
    assertThat(blocks.size()).isZero();
    assertThat(blocks.digest()).isEqualTo(BlockHash.ZERO);
  }

  @Test
  void store_beyondTheBound_cutsTheEndOfTheOldestPrefix() {
    List<ByteString> other = Blocks.prefix("q", 4);
    blocks.store(Blocks.run(prefix, 0, 6));
    blocks.store(Blocks.run(other, 0, 4));

    assertThat(blocks.size()).isEqualTo(8);
    assertThat(blocks.match(Blocks.keys(other)).blocks()).isEqualTo(4);
    assertThat(blocks.match(Blocks.keys(prefix)).blocks()).isEqualTo(4);
    assertThat(statistics.admitted.sum() - statistics.evicted.sum()).isEqualTo(8);
  }

  @Test
  void match_oldPrefix_isKeptWhenOthersCome() {
    List<ByteString> other = Blocks.prefix("q", 4);
    blocks.store(Blocks.run(prefix, 0, 4));
    blocks.store(Blocks.run(other, 0, 4));
    blocks.match(Blocks.keys(prefix));
    blocks.store(Blocks.run(Blocks.prefix("r", 4), 0, 4));

    assertThat(blocks.match(Blocks.keys(prefix)).blocks()).isEqualTo(4);
    assertThat(blocks.match(Blocks.keys(other)).blocks()).isZero();
  }

  @Test
  void digest_sameBlocksInAnotherOrder_isEqual() {
    ReplicaBlocks others = new ReplicaBlocks(8, statistics);
    blocks.store(Blocks.run(prefix, 0, 4));
    others.store(Blocks.run(prefix, 2, 4));
    others.store(Blocks.run(prefix, 0, 3));

    assertThat(others.digest()).isEqualTo(blocks.digest()).isNotEqualTo(BlockHash.ZERO);
  }

  @Test
  void store_malformedBlock_isRefused() {
    KvBlocksStored shortHash =
        KvBlocksStored.newBuilder().setParentBlockHash(ByteString.copyFromUtf8("x")).build();
    KvBlocksStored noMedium = Blocks.run(prefix, 0, 1, CacheMedium.CACHE_MEDIUM_UNSPECIFIED);

    assertThatThrownBy(() -> blocks.store(shortHash)).isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> blocks.store(noMedium)).isInstanceOf(MalformedUpdateException.class);
  }
}
