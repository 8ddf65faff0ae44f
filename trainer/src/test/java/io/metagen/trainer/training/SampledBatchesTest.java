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
        IntStream.range(0, 48).mapToObj(i -> Example.of(new int[] {i}, new int[] {i})).toList();
    SampledBatches batches = new SampledBatches(examples, 4, 7);
    Map<Integer, Integer> uses = new TreeMap<>();
    for (long step = 0; step < 48; step += 16) {
      for (Batch batch : batches.round(step, 0)) {
        batch.examples().forEach(example -> uses.merge(example.prompt()[0], 1, Integer::sum));
      }
    }
    assertThat(uses).hasSize(48);
    assertThat(uses.values()).containsOnly(4);
  }

  @Test
  void round_sameStep_isTheSame() {
    List<Example> examples =
        IntStream.range(0, 100).mapToObj(i -> Example.of(new int[i % 9 + 2], new int[1])).toList();
    SampledBatches batches = new SampledBatches(examples, 4, 7);
    assertThat(examples(batches.round(32, 0))).isEqualTo(examples(batches.round(32, 0.9)));
  }

  private static List<List<Example>> examples(List<Batch> round) {
    return round.stream().map(Batch::examples).toList();
  }
}
