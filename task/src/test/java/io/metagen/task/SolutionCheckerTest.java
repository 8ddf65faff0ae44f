package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SolutionCheckerTest {

  private static final Problem REFERENCE =
      new Problem(
          "test-2-0",
          2,
          "Ann has 12 apples. Ann buys 5 more. Ben has 3 times as many as Ann. How many apples does Ben have now?",
          "Ann 12+5=17\nBen 17*3=51\nAnswer: 51",
          "51");

  @ParameterizedTest
  @CsvSource({
    "Ann 12+5=17, true",
    "12+5=17, true",
    "12-5=7, true",
    "12*5=60, true",
    "12/4=3, true",
    "012+5=017, true",
    "12+5=18, false",
    "12-5=8, false",
    "12*5=61, false",
    "12/5=2, false",
    "12/0=0, false",
    "0/0=0, false",
    "Ben (12+5)*3=51, true",
    "(12-5)-3=4, true",
    "(12/4)+3=6, true",
    "(12+5)*3=52, false",
    "(12+5)*3=48, false",
    "(12/5)*5=12, false",
    "(12+5)/0=0, false",
    "(12+5)=17, false",
    "12+5*3=27, false",
    "((12+5)*3=51, false",
    "(12+5)*3+1=52, false",
    "12+5, false",
    "12 + 5 = 17, false",
    "hello, false",
    "12+5=17=17, false",
    "-1+5=4, false"
  })
  void check_oneStep_holdsExactlyWhenItsArithmeticDoes(String line, boolean holds) {
    Verdict verdict = SolutionChecker.check(line + "\nAnswer: 1", "1");
    assertThat(verdict.wrongLine()).isEqualTo(holds ? OptionalInt.empty() : OptionalInt.of(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Answer: 51", "Answer:51", "Answer: 051", "1+1=3\nAnswer: 51\n", " Answer: 51 "})
  void correct_sameNumberInAnyForm_isTrue(String solution) {
    assertThat(SolutionChecker.correct(solution, "51")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "51",
        "Answer: 5",
        "Answer: 511",
        "Answer: 51.0",
        "Answer: fifty",
        "Answer: 51\nBen",
        "Answer: "
      })
  void correct_otherNumberOrNoAnswerLine_isFalse(String solution) {
    assertThat(SolutionChecker.correct(solution, "51")).isFalse();
  }

  @Test
  void check_reference_hasNoWrongLine() {
    Verdict verdict = SolutionChecker.check(REFERENCE.solution(), REFERENCE);
    assertThat(verdict).isEqualTo(new Verdict(Optional.of("51"), OptionalInt.empty(), true));
  }

  @ParameterizedTest
  @CsvSource({
    "'Ann 12+6=18\nBen 17*3=51\nAnswer: 51', 0, true",
    "'Ann 12+5=17\nBen 17*4=68\nAnswer: 68', 1, false",
    "'Ann 12+5=17\nBen 17*3=51\nAnswer: 15', 2, false",
    "'Ann 12+5=17\nAnswer: 17', 1, false",
    "'Ben (12+5)*3=51\nAnswer: 51', -1, true",
    "'Ben (12+5)*3=51\nBen 51+0=51\nAnswer: 51', 1, true",
    "'Ben (12*3)+15=51\nAnswer: 51', -1, true",
    "'Ann 12+5=17\nBen (17*3)+0=51\nAnswer: 51', 1, true",
    "'Ann 12+5=17\nBen 17*3=51\nBen 51+0=51\nAnswer: 51', 2, true",
    "'Ann 12+5=17\nBen 17*3=51', 1, false",
  })
  void check_againstReference_namesTheFirstWrongLineIfAny(
      String solution, int line, boolean correct) {
    Verdict verdict = SolutionChecker.check(solution, REFERENCE);
    assertThat(verdict.wrongLine())
        .isEqualTo(line < 0 ? OptionalInt.empty() : OptionalInt.of(line));
    assertThat(verdict.correct()).isEqualTo(correct);
  }

  @Test
  void check_anyDigitOfTheReferenceChanged_isNoticed() {
    String solution = REFERENCE.solution();
    for (int i = 0; i < solution.length(); i++) {
      if (Character.isDigit(solution.charAt(i))) {
        char other = solution.charAt(i) == '9' ? '0' : (char) (solution.charAt(i) + 1);
        String mutant = solution.substring(0, i) + other + solution.substring(i + 1);
        assertThat(SolutionChecker.check(mutant, REFERENCE).wrongLine()).as(mutant).isPresent();
      }
    }
  }
}
