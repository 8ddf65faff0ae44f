package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CostCommandsTest {
  private final StringWriter err = new StringWriter();

  @Test
  void operators_numbersOutOfRange_areUsageErrors() {
    assertThat(run("operators", "--batches", "4,0")).isEqualTo(2);
    assertThat(run("operators", "--context", "100")).isEqualTo(2);
    assertThat(run("operators", "--context", "0")).isEqualTo(2);
    assertThat(run("operators", "--rounds", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--batches: 0 is less than 1")
        .contains("--context: 100 is not a multiple of 16")
        .contains("--context: 0 is less than 16")
        .contains("--rounds: 0 is less than 1");
  }

  @Test
  void operators_contextLongerThanTheNetworks_isAUsageErrorThatNamesIt() {
    System.setProperty("metagen.root", "..");
    try {
      assertThat(run("operators", "--shapes", "generator", "--context", "512")).isEqualTo(2);
    } finally {
      System.clearProperty("metagen.root");
    }
    assertThat(err.toString()).contains("--context: 512; generator has 512 positions");
  }

  @Test
  void growth_jsonAndMarkdown_areOneTooMany() {
    assertThat(run("growth", "--json", "--markdown")).isEqualTo(2);
    assertThat(err.toString()).contains("--json", "--markdown", "mutually exclusive");
  }

  @Test
  void growth_numbersOutOfRange_areUsageErrors() {
    assertThat(run("growth", "--threads", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--threads: 0 is less than 1");
  }

  private int run(String... arguments) {
    CommandLine command = Bench.commandLine();
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(new StringWriter()));
    command.getSubcommands().values().forEach(sub -> sub.setErr(new PrintWriter(err, true)));
    return command.execute(arguments);
  }
}
