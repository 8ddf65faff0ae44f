package io.metagen.verifier.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.WarmUpBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  @Test
  void run_sixtyBatches_areOfAllSizesAndFitTheNetwork() {
    List<List<MarkedRow>> batches = new ArrayList<>();
    new WarmUp(new Recorder(batches))
        .run(new WarmUpBudget(60, Duration.ofHours(1), () -> 0, _ -> {}));

    assertThat(batches).hasSize(60);
    assertThat(batches).extracting(List::size).contains(1, 2, 4, 8, 16, 32);
    assertThat(batches.stream().flatMap(List::stream).toList())
        .allSatisfy(
            row -> {
              assertThat(row.length()).isBetween(1, Recorder.CONTEXT);
              assertThat(Arrays.stream(row.tokens()))
                  .allMatch(id -> id >= 0 && id < Recorder.VOCABULARY);
            });
  }

  @Test
  void run_noTime_scoresNothing() {
    List<List<MarkedRow>> batches = new ArrayList<>();
    new WarmUp(new Recorder(batches)).run(new WarmUpBudget(60, Duration.ZERO, () -> 0, _ -> {}));
    assertThat(batches).isEmpty();
  }

  private record Recorder(List<List<MarkedRow>> batches) implements RowScorer {
    static final int CONTEXT = 5;
    static final int VOCABULARY = 9;

    @Override
    public ModelFacts facts() {
      return new ModelFacts("fake", CONTEXT, VOCABULARY);
    }

    @Override
    public List<RowScore> score(List<MarkedRow> rows) {
      batches.add(rows);
      return List.of();
    }

    @Override
    public void close() {}
  }
}
