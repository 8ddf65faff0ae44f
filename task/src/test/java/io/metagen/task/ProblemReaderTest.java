package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProblemReaderTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void read_everyShippedProblem_leadsToItsReferenceSolution(int level) {
    Path file = Path.of("..", "models", "test", "level-" + level + ".jsonl");
    assertThat(ProblemFile.read(file))
        .hasSize(1000)
        .allSatisfy(
            problem -> {
              Reading reading = ProblemReader.read(problem.prompt());
              assertThat(reading.solution()).isEqualTo(problem.solution());
              assertThat(reading.answer()).hasToString(problem.answer());
            });
  }

  @Test
  void read_problemsOfTheTrainingSplit_leadToTheirReferenceSolutions() {
    long seed = 20_261_122L;
    System.out.println("seed " + seed);
    IntStream.range(0, 3000)
        .mapToObj(i -> new ProblemSource(seed).problem(Split.TRAIN, 2 + i % 7, i))
        .forEach(
            problem ->
                assertThat(ProblemReader.read(problem.problem()).solution())
                    .as(problem.problem())
                    .isEqualTo(problem.solution()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann buys 5 more.|Ann 12+5=17|17",
        "Then Ann wins 5 more.|Ann 12+5=17|17",
        "Ann loses 5.|Ann 12-5=7|7",
        "Then Ann sells 12.|Ann 12-12=0|0",
        "Ann packs them into 4 equal boxes and keeps one.|Ann 12/4=3|3",
        "Ben has 5 more than Ann.|Ben 12+5=17|12",
        "Ben owns 5 fewer than Ann.|Ben 12-5=7|12",
        "Ben has 3 times as many as Ann.|Ben 12*3=36|12",
        "Ben has twice as many as Ann.|Ben 12*2=24|12",
        "Ben has half as many as Ann.|Ben 12/2=6|12",
        "Ben has a third as many as Ann.|Ben 12/3=4|12",
        "Ben has a quarter as many as Ann.|Ben 12/4=3|12",
      })
  void read_eachSentence_hasItsMeaning(String sentence, String line, long annHas) {
    Reading reading = ProblemReader.read(problem(sentence));

    assertThat(reading.solution().lines().findFirst()).contains(line);
    assertThat(reading.answer()).isEqualTo(annHas);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ben gives Ann everything.", "Ben gives all apples to Ann."})
  void read_gift_leavesTheGiverNothing(String gift) {
    String story = problem("Ben has 5 more than Ann. " + gift + " Ben buys 2 more.");

    assertThat(ProblemReader.read(story).solution())
        .isEqualTo("Ben 12+5=17\nAnn 12+17=29\nBen 0+2=2\nAnswer: 29");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is 2+2?|first sentence",
        "Ann has 12 apples. How many apples does Ann have now?|one for each step",
        "Ann has 12 apples. Ann buys 5 more. How many apples does Ann have now|question mark",
        "Ann has 12 apples. Ann buys 5 more. How many apples does Ann have now.|sentence 3",
        "Ann has 12 apples? Ann buys 5 more. How many apples does Ann have now?|sentence 1",
        "Ann has 12 apples. Ann buys 5 more. How many pens does Ann have now?|other things",
        "Ann has 12 apples. Ann buys 5 more. How many apples does Ben have now?|Ben",
      })
  void read_noProblem_saysWhy(String text, String why) {
    assertThatThrownBy(() -> ProblemReader.read(text))
        .isInstanceOf(UnreadableProblemException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann eats 5 more.|no sentence of the task",
        "Ann buys 5.|no sentence of the task",
        "Ann has 5 more than Ann.|second time how many Ann has",
        "Ben buys 5 more.|how many Ben has",
        "Ben has 5 more than Carl.|how many Carl has",
        "Ann loses 13.|leads to -1",
        "Ann packs them into 5 equal boxes and keeps one.|with a rest",
        "Ann packs them into 0 equal boxes and keeps one.|with a rest",
        "Ben has 999999999 times as many as Ann.|must be in",
        "Ann gives Ann everything.|to themselves",
        "Ben has 2 more than Ann. Ben gives all pens to Ann.|other things",
      })
  void read_badSentence_namesItAndSaysWhy(String sentence, String why) {
    assertThatThrownBy(() -> ProblemReader.read(problem(sentence)))
        .isInstanceOf(UnreadableProblemException.class)
        .hasMessageContaining("sentence ")
        .hasMessageContaining(why);
  }

  @Test
  void read_longText_isRefused() {
    String text = problem("Ann buys 1 more. ".repeat(600).strip());
    assertThatThrownBy(() -> ProblemReader.read(text)).hasMessageContaining("characters");
  }

  private static String problem(String sentences) {
    return "Ann has 12 apples. " + sentences + " How many apples does Ann have now?";
  }
}
