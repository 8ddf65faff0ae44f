package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.task.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChoiceRowTest {

  @Test
  void of_twoVerifiers_isEachChoiceOnTheFirstSamples() {
    Judged scored = judged(candidate("5", 0.6), candidate("7", 0.7), candidate("5", 0.6));
    Judged first = judged(candidate("5", 0.9), candidate("7", 0.1), candidate("5", 0.9));
    ChoiceRow two = ChoiceRow.of("other", 2, List.of(scored), List.of(first));
    assertThat(two.best().mean()).isZero();
    assertThat(two.bestOverFirst().mean()).isEqualTo(-1);
    assertThat(two.majority().mean()).isOne();
    ChoiceRow three = ChoiceRow.of("other", 3, List.of(scored), List.of(first));
    assertThat(three.weighted().mean()).isOne();
    assertThat(three.weightedOverBest().mean()).isOne();
    assertThat(three.weightedOverMajority().mean()).isZero();
  }

  private static Judged judged(Candidate... samples) {
    return new Judged(new Problem("test", 2, "", "", "5"), candidate("5", 0), List.of(samples));
  }

  private static Candidate candidate(String answer, double score) {
    return new Candidate("", Optional.of(answer), answer.equals("5"), score, 0);
  }
}
