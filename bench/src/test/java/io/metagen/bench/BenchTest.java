package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter err = new StringWriter();

  @Test
  void engine_unknownShape_isAUsageErrorThatNamesTheShapes() {
    assertThat(run("engine", "--shapes", "15M,7B")).isEqualTo(2);
    assertThat(err.toString())
        .contains("unknown shape 7B; there are 15M, 0.5B, generator")
        .contains("Help: ./metagen bench engine --help")
        .doesNotContain("\tat ");
  }

  @Test
  void engine_unknownMeasureOrPrecision_isAUsageError() {
    assertThat(run("engine", "--measures", "sleep")).isEqualTo(2);
    assertThat(run("engine", "--precisions", "int4")).isEqualTo(2);
    assertThat(err.toString())
        .contains("unknown measure sleep; there are decode, prefill, sharedPrefix")
        .contains("unknown precision int4; there are f32, bf16, int8");
  }

  @Test
  void engine_numbersOutOfRange_areUsageErrors() {
    assertThat(run("engine", "--rounds", "0")).isEqualTo(2);
    assertThat(run("engine", "--threads", "-1")).isEqualTo(2);
    assertThat(run("engine", "--seed", "x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--rounds: 0 is less than 1")
        .contains("--threads: -1 is less than 1")
        .contains("'x' is not a long");
  }

  @Test
  void engine_help_succeeds() {
    assertThat(run("engine", "--help")).isZero();
  }

  @Test
  void mesh_numbersOutOfRange_areUsageErrors() {
    assertThat(run("mesh", "--problems", "0")).isEqualTo(2);
    assertThat(run("mesh", "--rounds", "0")).isEqualTo(2);
    assertThat(run("mesh", "--samples", "-1")).isEqualTo(2);
    assertThat(run("mesh", "--generators", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--problems: 0 is less than 1")
        .contains("--rounds: 0 is less than 1")
        .contains("--samples: -1 is less than 1")
        .contains("--generators: 0 is less than 1")
        .contains("Help: ./metagen bench mesh --help");
  }

  @Test
  void mesh_moreProblemsThanThereAre_startsNothing() {
    System.setProperty("metagen.root", "..");
    try {
      assertThat(run("mesh", "--problems", "100000")).isEqualTo(1);
    } finally {
      System.clearProperty("metagen.root");
    }
    assertThat(err.toString()).contains("held-out ones are there");
  }

  private int run(String... arguments) {
    CommandLine command = Bench.commandLine();
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(new StringWriter()));
    command.getSubcommands().values().forEach(sub -> sub.setErr(new PrintWriter(err, true)));
    return command.execute(arguments);
  }
}
