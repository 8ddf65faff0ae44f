package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SampledBatchesTest {

  @Test
  void round_overSeveralEpochs_usesEveryExampleEquallyOften() {
    List<Example> examples =
        IntStream.range(0, 48)
            .mapToObj(i -> new Example(new int[] {i, i}, 1, 0, 2, new float[1]))
            .toList();
    SampledBatches batches = new SampledBatches(examples, 4, 7);
    Map<Integer, Integer> uses = new TreeMap<>();
    for (long step = 0; step < 48; step += 16) {
      for (Batch batch : batches.round(step, 0)) {
        batch.examples().forEach(example -> uses.merge(example.tokens()[0], 1, Integer::sum));
      }
    }
    assertThat(uses).hasSize(48);
    assertThat(uses.values()).containsOnly(4);
  }

  @Test
  void round_sameStep_isTheSame() {
    List<Example> examples =
        IntStream.range(0, 100)
            .mapToObj(i -> new Example(new int[i % 9 + 2], 1, 0, 1, new float[9]))
            .toList();
    SampledBatches batches = new SampledBatches(examples, 4, 7);
    assertThat(batches.round(32, 0)).isEqualTo(batches.round(32, 0.9));
  }
}
