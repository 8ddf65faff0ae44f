package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.FinishReason;
import io.metagen.v1.SampleFinished;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeSearchTest {
  private static final List<List<Integer>> PARENTS = List.of(List.of(1, 2), List.of(3));

  @Test
  void chosen_openSteps_followTheirOwnPrompts() {
    var samples =
        List.of(
            sample(1, FinishReason.FINISH_REASON_STEP, 9),
            sample(0, FinishReason.FINISH_REASON_STEP, 8));
    assertThat(TreeSearch.chosen(PARENTS, samples, new SplittableRandom(1)))
        .containsExactly(List.of(3, 9), List.of(1, 2, 8));
  }

  @Test
  void chosen_endedOrTooLong_doNotGoOn() {
    List<List<Integer>> parents = List.of(Collections.nCopies(460, 1), List.of(1));
    var samples =
        List.of(
            sample(0, FinishReason.FINISH_REASON_STEP, 9),
            sample(1, FinishReason.FINISH_REASON_STOP, 9),
            sample(1, FinishReason.FINISH_REASON_LENGTH, 9));
    assertThat(TreeSearch.chosen(parents, samples, new SplittableRandom(1))).isEmpty();
  }

  @Test
  void chosen_manyOpen_keepsFour() {
    var samples =
        IntStream.range(0, 30)
            .mapToObj(i -> sample(0, FinishReason.FINISH_REASON_STEP, i))
            .toList();
    assertThat(TreeSearch.chosen(PARENTS, samples, new SplittableRandom(1)))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  private static SampleFinished sample(int input, FinishReason reason, int token) {
    return SampleFinished.newBuilder()
        .setInputIndex(input)
        .setFinishReason(reason)
        .addTokenIds(token)
        .build();
  }
}
