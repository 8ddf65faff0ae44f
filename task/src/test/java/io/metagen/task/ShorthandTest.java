package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShorthandTest {

  private static final String SOLUTION = "Ann 12+5=17\nBen 17*3=51\nBen 51-1=50\nAnswer: 50";

  @Test
  void of_threeSteps_tellsEachWayOfPairingThem() {
    Set<String> told = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      told.add(Shorthand.of(SOLUTION, random));
    }
    assertThat(told)
        .containsExactlyInAnyOrder(
            SOLUTION,
            "Ben (12+5)*3=51\nBen 51-1=50\nAnswer: 50",
            "Ann 12+5=17\nBen (17*3)-1=50\nAnswer: 50");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8})
  void of_anyProblem_passesTheCheckerAgainstTheReference(int level) {
    SplittableRandom random = new SplittableRandom(level);
    for (int i = 0; i < 500; i++) {
      Problem problem = new ProblemSource(3).problem(Split.TRAIN, level, i);
      String told = Shorthand.of(problem.solution(), random);
      Verdict verdict = SolutionChecker.check(told, problem);
      assertThat(verdict.wrongLine()).as(told).isEmpty();
      assertThat(verdict.correct()).isTrue();
    }
  }

  @Test
  void of_textThatIsNoSolution_isRefused() {
    assertThatThrownBy(() -> Shorthand.of("what?\nnothing\nAnswer: 1", new FirstChoice()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what?");
  }

  /** Always takes the likelier way. */
  private static final class FirstChoice implements java.util.random.RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }
  }
}
