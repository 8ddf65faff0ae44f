package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StepCheckTest {

  private static final Reading READING =
      ProblemReader.read(
          "Ann has 12 apples. Ann buys 5 more. Ben has 3 times as many as Ann. Ben loses 9."
              + " How many apples does Ben have now?");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann 12+5=17;Ben 17*3=51;Ben 51-9=42;Answer: 42"
            + "|Ann 12+5=17 ok;Ben 17*3=51 ok;Ben 51-9=42 ok;42 ok",
        "Ben (12+5)*3=51;Ben 51-9=42;Answer: 042|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42 ok;42 ok",
        "Ben (12*3)+15=51;Ben 51-9=42;Answer: 42|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42 ok;42 ok",
      })
  void of_rightSolution_derivesEveryLine(String solution, String check) {
    StepCheck made = StepCheck.of(lines(solution), READING);

    assertThat(made.text()).isEqualTo(lines(check));
    assertThat(made.right()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann 12+5=18;Ben 18*3=54;Answer: 54|Ann 12+5=17, not 18",
        "Ann 12+6=17;Ben 17*3=51;Answer: 51|Ann 12+5=17, not 12+6",
        "Ben (12+6)*3=51;Answer: 51|Ann 12+5=17 Ben 17*3=51, not (12+6)*3",
        "Ann 12+5=17;Ben (17*3)-9=41;Answer: 41|Ann 12+5=17 ok;Ben 17*3=51 Ben 51-9=42, not 41",
        "Ann 12+5=17;so Ben;Answer: 42|Ann 12+5=17 ok;Ben 17*3=51, no step",
        "Ann 12+5=17;Answer: 42;Answer: 42|Ann 12+5=17 ok;Ben 17*3=51, no step",
        "Ann 12+5=17;Answer: 51|Ann 12+5=17 ok;Ben 17*3=51, not yet",
        "Ann 12+5=17;Ben (17*3)-9=42|Ann 12+5=17 ok;Ben 17*3=51 Ben 51-9=42, no answer",
        "Ben (12+5)*3=51;Ben 51-9=42;Answer: 41"
            + "|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42 ok;42, not 41",
        "Ben (12+5)*3=51;Ben 51-9=42;42|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42 ok;42, no answer",
        "Ben (12+5)*3=51;Ben (51-9)+0=42;Answer: 42"
            + "|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42, beyond",
        "Ben (12+5)*3=51;Ben 51-9=42;Ben 42+0=42;Answer: 42"
            + "|Ann 12+5=17 Ben 17*3=51 ok;Ben 51-9=42 ok;42, beyond",
        "' '|Ann 12+5=17, no answer",
      })
  void of_wrongSolution_stopsAtTheFirstWrongLine(String solution, String check) {
    StepCheck made = StepCheck.of(lines(solution), READING);

    assertThat(made.text()).isEqualTo(lines(check));
    assertThat(made.right()).isFalse();
    assertThat(made.wrongLine()).hasValue(made.lines().size() - 1);
  }

  @Test
  void of_anyCorruptedSolution_agreesWithTheCheckerAndIsReadBack() {
    long seed = 20_261_122L;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int wrong = 0;
    for (int i = 0; i < 10_000; i++) {
      Problem problem = new ProblemSource(seed).problem(Split.TRAIN, 2 + i % 7, i);
      Reading reading = ProblemReader.read(problem.problem());
      String solution = corrupted(Shorthand.of(problem.solution(), random), random);
      StepCheck check = StepCheck.of(solution, reading);
      OptionalInt expected = SolutionChecker.check(solution, reading).wrongLine();
      assertThat(check.wrongLine()).as("%s of %s", solution, problem).isEqualTo(expected);
      assertThat(StepCheck.read(check.text())).as(solution).contains(check);
      wrong += expected.isPresent() ? 1 : 0;
    }
    assertThat(wrong).isBetween(3000, 9000);
  }

  @Test
  void of_rightShorthand_derivesExactlyTheStepsOfTheReference() {
    long seed = 5;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      Problem problem = new ProblemSource(seed).problem(Split.TRAIN, 2 + i % 7, i);
      String solution = Shorthand.of(problem.solution(), random);
      StepCheck check = StepCheck.of(solution, ProblemReader.read(problem.problem()));
      String derived =
          check.lines().stream()
              .map(line -> line.substring(0, line.length() - StepCheck.RIGHT.length()))
              .collect(Collectors.joining("\n"))
              .replaceAll("(=\\d+) ", "$1\n");
      assertThat(derived).isEqualTo(problem.solution().replace("Answer: ", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann 12+5=18 ok;19 ok|-1",
        "Ann 12+5=17 ok;Ben 17*3=51, not 50|1",
        " Ann 12+5=17, not (1+2)*3 ;|0",
        "42, beyond|0",
        "42, not 41|0",
      })
  void read_checkOfAModel_saysWhereItFoundAFault(String text, int wrongLine) {
    assertThat(StepCheck.read(lines(text)).orElseThrow().wrongLine())
        .isEqualTo(wrongLine < 0 ? OptionalInt.empty() : OptionalInt.of(wrongLine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Yes",
        "Ann 12+5=17 ok",
        "Ann 12+5=17",
        "Ann 12+5=17 okay;17 ok",
        "Ann 12+5 ok;17 ok",
        "Ann 12+5=17, not;17 ok",
        "Ann 12+5=17, not 18;17 ok",
        "17 ok;17 ok",
        "17 ok;Ann 12+5=17, not 18",
        "Ann 12+5=17 Ann 17+5=22 Ann 22+5=27 ok;27 ok",
      })
  void read_noCheck_isEmpty(String text) {
    assertThat(StepCheck.read(lines(text))).isEmpty();
  }

  @Test
  void constructor_faultThatIsNotLast_isRefused() {
    assertThatThrownBy(() -> new StepCheck(List.of("17 ok", "17 ok"), OptionalInt.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String corrupted(String solution, SplittableRandom random) {
    List<String> lines = new ArrayList<>(solution.lines().toList());
    int at = random.nextInt(lines.size());
    switch (random.nextInt(9)) {
      case 0 -> lines.set(at, withANumberChanged(lines.get(at), random));
      case 1 -> lines.set(at, lines.get(at).replaceFirst("[-+*/]", "+"));
      case 2 -> lines.remove(at);
      case 3 -> lines.add(at, lines.get(at));
      case 4 -> Collections.swap(lines, at, random.nextInt(lines.size()));
      case 5 -> lines.set(at, "so it is");
      case 6 -> lines.add(at, "");
      case 7 -> lines.add(lines.size() - 1, "Ann 1+0=1");
      default -> lines.set(at, "  " + lines.get(at));
    }
    return String.join("\n", lines);
  }

  private static String withANumberChanged(String line, SplittableRandom random) {
    List<Integer> digits = new ArrayList<>();
    for (int i = 0; i < line.length(); i++) {
      if (Character.isDigit(line.charAt(i))) {
        digits.add(i);
      }
    }
    int at = digits.get(random.nextInt(digits.size()));
    return line.substring(0, at) + random.nextInt(10) + line.substring(at + 1);
  }

  private static String lines(String text) {
    return text.replace(';', '\n');
  }
}
