package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NodeIdTest {
  @Test
  void toString_isThePathOfIndices() {
    assertThat(NodeId.ROOT).hasToString("0");
    assertThat(NodeId.ROOT.child(3).child(1)).hasToString("0.3.1");
  }

  /** Computed with: printf 'metagen-node-1\0\0\0\0\0\0\0\7\0\0\0\0' | sha256sum. */
  @Test
  void seed_isTheDocumentedFunction() {
    assertThat(NodeId.ROOT.seed(7)).isEqualTo(-1467305149099462763L);
  }

  @Test
  void seed_differsByNodeAndByRun() {
    Set<Long> seeds = new HashSet<>();
    for (int run = 0; run < 100; run++) {
      seeds.add(NodeId.ROOT.seed(run));
      for (int child = 0; child < 100; child++) {
        seeds.add(NodeId.ROOT.child(child).seed(run));
      }
    }
    assertThat(seeds).hasSize(100 * 101);
  }
}
