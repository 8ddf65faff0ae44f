package io.metagen.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestSetTest {

  private static final Path SHIPPED = Path.of("..", "models", "test");

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void level_regenerated_isBitIdenticalToTheShippedFile(int level) throws IOException {
    Path file = SHIPPED.resolve("level-" + level + ".jsonl");
    assertThat(JsonLines.text(TestSet.level(level))).isEqualTo(Files.readString(file));
  }

  @Test
  void mix_regenerated_isBitIdenticalToTheShippedFile() throws IOException {
    Path file = SHIPPED.resolve("mix.jsonl");
    assertThat(JsonLines.text(TestSet.mix())).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void read_shippedFile_hasAThousandDifferentHeldOutProblemsOfTheLevel(int level) {
    List<Problem> problems = ProblemFile.read(SHIPPED.resolve("level-" + level + ".jsonl"));
    assertThat(problems).hasSize(1000).allMatch(problem -> problem.level() == level);
    assertThat(problems).extracting(Problem::problem).doesNotHaveDuplicates();
    assertThat(problems).allMatch(problem -> Split.of(problem.problem()) == Split.TEST);
    assertThat(problems)
        .allMatch(
            problem -> SolutionChecker.check(problem.solution(), problem).wrongLine().isEmpty());
  }

  @Test
  void mix_firstThirty_hasTenOfEachOfItsLevels() {
    List<Problem> mix = ProblemFile.read(SHIPPED.resolve("mix.jsonl"));
    assertThat(mix).hasSize(1000);
    IntStream.rangeClosed(6, 8)
        .forEach(
            level ->
                assertThat(mix.subList(0, 30)).filteredOn(p -> p.level() == level).hasSize(10));
  }
}
