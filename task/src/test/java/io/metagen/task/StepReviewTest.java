package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepReviewTest {

  private static final Reading READING =
      ProblemReader.read(
          "Ann has 12 apples. Ann buys 5 more. Ben has 3 times as many as Ann. Ben loses 9."
              + " How many apples does Ben have now?");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)-?\\d+");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann 12+5=18;Ben 17*3=51;Ben 51-9=42;Answer: 42|0|12+5 is 17, not 18",
        "Ann 12+5=17;Ben 17*3=51;Ben 51-9=44;Answer: 44|2|51-9 is not 44",
        "Ann 12/5=2;Ben 17*3=51;Ben 51-9=42;Answer: 42|0|12/5 is no whole number",
        "Ann 12+5=17;Ben 14*3=42;Answer: 42|1|starts from 14, but Ann has 17 by then",
        "Ann 12+5=17;Ben 17*4=68;Ben 68-9=59;Answer: 59|1"
            + "|17*4 does not do what the problem says: \"Ben has 3 times as many as Ann.\"",
        "Ben (12+5)*4=68;Ben 68-9=59;Answer: 59|0"
            + "|(12+5)*4 does not do what the problem says: \"Ben has 3 times as many as Ann.\"",
        "Ben (12-5)*3=21;Ben 21-9=12;Answer: 12|0"
            + "|(12-5)*3 does not do what the problem says: \"Ann buys 5 more.\"",
        "Ann 12+5=17;Ben 17*3=51;Answer: 51|2"
            + "|answers before the problem ends; its next step is \"Ben loses 9.\"",
        "Ben (12+5)*3=51;Ben 51-9=42;Answer: 51|2|the answer is not what the steps lead to",
        "Ben (12+5)*3=51;Ben (51-9)+1=43;Answer: 43|1|(51-9)+1 goes beyond the last step of the"
            + " problem",
        "Ann 12+5=17;so Ben;Answer: 42|1|\"so Ben\" is no step such as \"Ann 3+4=7\" or \"Ann"
            + " (3+4)*2=14\"",
        "Ann 12+5=17;Answer: 42;Answer: 42|1|only the last line may state the answer",
        "Ann 12+5=17;Ben (17*3)-9=42|1|the last line must be \"Answer: \" and a number, not \"Ben"
            + " (17*3)-9=42\"",
      })
  void of_wrongSolution_saysWhereAndWhy(String solution, int line, String fault) {
    StepReview review = StepReview.of(solution.replace(';', '\n'), READING);

    assertThat(review.wrongLine()).hasValue(line);
    assertThat(review.fault()).contains(fault);
    assertThat(review.right()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Ann 12+5=17;Ben 17*3=51;Ben 51-9=42;Answer: 42, 4",
    "' Ben (12+5)*3=51;Ben 51-9=42;Answer: 042;', 3",
  })
  void of_rightSolution_findsNoFault(String solution, int lines) {
    assertThat(StepReview.of(solution.replace(';', '\n'), READING))
        .isEqualTo(new StepReview(lines, OptionalInt.empty(), java.util.Optional.empty()));
  }

  @Test
  void of_nothing_isWrongWithoutALine() {
    StepReview review = StepReview.of(" \n", READING);

    assertThat(review.right()).isFalse();
    assertThat(review.wrongLine()).isEmpty();
    assertThat(review.lines()).isZero();
  }

  @Test
  void of_startThatIsTheAnswer_doesNotStateIt() {
    Reading reading =
        ProblemReader.read(
            "Ann has 12 apples. Ann buys 5 more. Ann loses 5. Ann buys 2 more. Ann loses 2."
                + " How many apples does Ann have now?");

    assertThat(StepReview.of("Ann 12+5=17\nAnn 17-5=12\nAnn 13+2=15\nAnswer: 1", reading).fault())
        .contains("starts from 13, which is not what Ann has by then");
  }

  @Test
  void of_anyDigitChanged_isLocatedAndTheAnswerIsNeverGivenAway() {
    long seed = 7;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 3000; i++) {
      Problem problem = new ProblemSource(seed).problem(Split.TEST, 2 + i % 7, i);
      List<String> lines =
          new ArrayList<>(Shorthand.of(problem.solution(), random).lines().toList());
      int at = random.nextInt(lines.size());
      lines.set(at, withADigitChanged(lines.get(at), random));
      StepReview review =
          StepReview.of(String.join("\n", lines), ProblemReader.read(problem.problem()));
      assertThat(review.wrongLine()).as("%s in %s", lines, problem).hasValue(at);
      assertThat(numbersOfItsOwn(review.fault().orElseThrow(), lines.get(at)))
          .as("%s in %s", lines, problem)
          .doesNotContain(problem.answer());
    }
  }

  /** A number of the task's vocabulary, so that no number gets a zero in front. */
  private static String withADigitChanged(String line, SplittableRandom random) {
    List<Integer> digits =
        line.chars().boxed().toList().stream().filter(Character::isDigit).toList();
    int chosen = random.nextInt(digits.size());
    int seen = 0;
    for (int i = 0; i < line.length(); i++) {
      if (Character.isDigit(line.charAt(i)) && seen++ == chosen) {
        char other = line.charAt(i) == '9' ? '1' : (char) (line.charAt(i) + 1);
        return line.substring(0, i) + other + line.substring(i + 1);
      }
    }
    throw new IllegalStateException("a line has a digit");
  }

  /** Returns the numbers of a fault that neither the line nor the problem's sentences state. */
  private static List<String> numbersOfItsOwn(String fault, String line) {
    List<String> stated = NUMBER.matcher(line).results().map(r -> r.group()).toList();
    return NUMBER
        .matcher(QUOTED.matcher(fault).replaceAll(""))
        .results()
        .map(r -> r.group())
        .filter(number -> !stated.contains(number))
        .toList();
  }
}
