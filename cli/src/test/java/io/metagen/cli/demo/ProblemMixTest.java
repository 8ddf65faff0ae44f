package io.metagen.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.cli.mesh.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemMixTest {

  private static final int IN_EACH = 50;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int level = 6; level <= 8; level++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < IN_EACH; i++) {
        lines.append(
            "{\"id\":\"test-%d-%d\",\"level\":%d,\"problem\":\"How many?\",\"solution\":\"Answer: 4\",\"answer\":\"4\"}%n"
                .formatted(level, i, level));
      }
      Files.writeString(folder.resolve("level-" + level + ".jsonl"), lines);
    }
  }

  @Test
  void first_seven_takesLevelsInTurn() {
    assertThat(ProblemMix.read(folder, 1).first(7))
        .extracting(TestProblem::level)
        .containsExactly(6, 7, 8, 6, 7, 8, 6);
  }

  @Test
  void first_sameSeed_givesTheSameProblems() {
    assertThat(ids(1)).isEqualTo(ids(1)).doesNotHaveDuplicates();
  }

  @Test
  void first_otherSeed_givesOtherProblems() {
    assertThat(ids(1)).isNotEqualTo(ids(2));
  }

  @Test
  void first_fewerProblems_isAPrefix() {
    ProblemMix mix = ProblemMix.read(folder, 3);

    assertThat(mix.first(40).subList(0, 10)).isEqualTo(mix.first(10));
  }

  @Test
  void first_moreThanThereAre_saysHowMany() {
    ProblemMix mix = ProblemMix.read(folder, 1);

    assertThatThrownBy(() -> mix.first(151))
        .isInstanceOf(MeshException.class)
        .hasMessage("151 problems asked for, 150 held-out ones are there");
  }

  @Test
  void shown_level7_isNotAmongTheCompared() {
    ProblemMix mix = ProblemMix.read(folder, 1);

    assertThat(mix.shown(7).level()).isEqualTo(7);
    assertThat(mix.first(147)).doesNotContain(mix.shown(7));
  }

  @Test
  void read_fileMissing_namesIt() throws IOException {
    Files.delete(folder.resolve("level-8.jsonl"));

    assertThatThrownBy(() -> ProblemMix.read(folder, 1)).hasMessageContaining("level-8.jsonl");
  }

  private List<String> ids(long seed) {
    return ProblemMix.read(folder, seed).first(50).stream().map(TestProblem::id).toList();
  }
}
