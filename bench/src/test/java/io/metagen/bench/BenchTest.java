package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter err = new StringWriter();

  @Test
  void engine_unknownShape_isAUsageErrorThatNamesTheShapes() {
    assertThat(run("engine", "--shapes", "15M,7B")).isEqualTo(2);
    assertThat(err.toString())
        .contains("unknown shape 7B; there are 15M, 0.5B, 1B, generator")
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
  void engine_unknownDevice_isAUsageErrorThatNamesTheFix() {
    assertThat(run("engine", "--device", "gpu")).isEqualTo(2);
    assertThat(err.toString()).contains("--device", "'gpu' is unknown: set cpu, cuda or cuda:<n>");
  }

  @Test
  void engine_int8OnADevice_isAUsageError() {
    assertThat(run("engine", "--device", "cuda", "--precisions", "f32,int8")).isEqualTo(2);
    assertThat(err.toString()).contains("--precisions: int8 runs on the cpu alone");
  }

  @Test
  void engine_deviceThatIsNotThere_failsInOneSentenceBeforeAnyCheckpoint(@TempDir Path home) {
    System.setProperty("metagen.home", home.toString());
    try {
      assertThat(run("engine", "--device", "cuda:999", "--shapes", "15M")).isEqualTo(1);
    } finally {
      System.clearProperty("metagen.home");
    }
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("metagen: --device: cuda:999 is not there: set one of cpu");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void engine_help_succeeds() {
    assertThat(run("engine", "--help")).isZero();
  }

  @Test
  void soak_numbersOutOfRange_areUsageErrors() {
    assertThat(run("soak", "--minutes", "1")).isEqualTo(2);
    assertThat(run("soak", "--callers", "0")).isEqualTo(2);
    assertThat(run("soak", "--threads", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--minutes: 1 is less than 2")
        .contains("--callers: 0 is less than 1")
        .contains("--threads: 0 is less than 1");
  }

  @Test
  void verify_numbersOutOfRange_areUsageErrors() {
    assertThat(run("verify", "--seconds", "0")).isEqualTo(2);
    assertThat(run("verify", "--callers", "0")).isEqualTo(2);
    assertThat(run("verify", "--threads", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--seconds: 0 is less than 1")
        .contains("--callers: 0 is less than 1")
        .contains("--threads: 0 is less than 1");
  }

  @Test
  void load_unknownShapeOrPrecision_isAUsageError() {
    assertThat(run("load", "--shape", "2B")).isEqualTo(2);
    assertThat(run("load", "--precisions", "f32,int4")).isEqualTo(2);
    assertThat(err.toString())
        .contains("unknown shape 2B; there are 15M, 0.5B, 1B, generator")
        .contains("unknown precision int4")
        .contains("Help: ./metagen bench load --help");
  }

  @Test
  void overhead_numbersOutOfRange_areUsageErrors() {
    assertThat(run("overhead", "--batches", "1,65")).isEqualTo(2);
    assertThat(run("overhead", "--steps", "9")).isEqualTo(2);
    assertThat(run("overhead", "--calls", "-1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--batches: 65 is outside [1, 64]")
        .contains("--steps: 9 is outside [10, ")
        .contains("--calls: -1 is outside [0, ");
  }

  @Test
  void threads_numbersOutOfRange_areUsageErrors() {
    assertThat(run("threads", "--rounds", "0")).isEqualTo(2);
    assertThat(run("threads", "--seconds", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--rounds: 0 is less than 1")
        .contains("--seconds: 0 is less than 1");
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
