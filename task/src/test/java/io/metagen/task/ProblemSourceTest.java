package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProblemSourceTest {

  private static final ProblemSource SOURCE = new ProblemSource(0);
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  @Test
  void problem_sameSeed_isTheSame() {
    assertThat(new ProblemSource(0).problem(Split.TEST, 5, 7))
        .isEqualTo(SOURCE.problem(Split.TEST, 5, 7));
    assertThat(new ProblemSource(1).problem(Split.TEST, 5, 7))
        .isNotEqualTo(SOURCE.problem(Split.TEST, 5, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void problem_everyLevel_hasOneSentenceAndOneLinePerStep(int level) {
    problems(Split.TRAIN, level)
        .forEach(
            problem -> {
              assertThat(problem.problem().chars().filter(c -> c == '.').count())
                  .isEqualTo(level + 1L);
              assertThat(problem.problem()).endsWith(" have now?");
              assertThat(problem.solution().lines()).hasSize(level + 1);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8})
  void problem_everyLevel_keepsQuantitiesBetween1And99(int level) {
    problems(Split.TRAIN, level)
        .forEach(
            problem -> {
              Matcher numbers = NUMBER.matcher(problem.problem() + problem.solution());
              while (numbers.find()) {
                assertThat(Integer.parseInt(numbers.group())).isBetween(1, 99);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8})
  void problem_everyLevel_solutionPassesTheChecker(int level) {
    problems(Split.TRAIN, level)
        .forEach(
            problem -> {
              Verdict verdict = SolutionChecker.check(problem.solution(), problem.answer());
              assertThat(verdict.correct()).isTrue();
              assertThat(verdict.wrongLine()).isEmpty();
            });
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void problem_everySplit_textHashNamesTheSplit(Split split) {
    problems(split, 3).forEach(problem -> assertThat(Split.of(problem.problem())).isEqualTo(split));
  }

  @Test
  void problem_threeSplits_shareNoTextEvenWhereTextsAreFew() {
    Set<String> seen = new HashSet<>();
    for (Split split : Split.values()) {
      Set<String> texts = new HashSet<>();
      IntStream.range(0, 5000).forEach(i -> texts.add(SOURCE.problem(split, 2, i).problem()));
      assertThat(texts).hasSizeGreaterThan(4000).noneMatch(seen::contains);
      seen.addAll(texts);
    }
  }

  @Test
  void seed_threeSplits_liesInDisjointRanges() {
    for (long bits : new long[] {0, -1, Long.MIN_VALUE, 42}) {
      assertThat(Split.TRAIN.seed(bits) >>> 62).isEqualTo(0);
      assertThat(Split.VALIDATION.seed(bits) >>> 62).isEqualTo(1);
      assertThat(Split.TEST.seed(bits) >>> 62).isEqualTo(2);
    }
  }

  @Test
  void problem_levelOutOfRange_isRefused() {
    assertThatThrownBy(() -> SOURCE.problem(Split.TEST, 9, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level");
  }

  private static Stream<Problem> problems(Split split, int level) {
    return IntStream.range(0, 500).mapToObj(i -> SOURCE.problem(split, level, i));
  }
}
