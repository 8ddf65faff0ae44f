package io.metagen.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class EvaluateCommandTest {
  @Test
  void settings_unknownPrecision_isAUsageErrorThatNamesIt() {
    assertThat(error("--settings", "int4")).contains("'int4' must be f32, bf16 or int8");
    assertThat(error("--settings", "f32", "int8,kv=f16")).contains("'kv=f16' must be");
  }

  @Test
  void settings_severalWithOneFile_isAUsageError() {
    assertThat(error("--settings", "f32", "int8,kv=int8", "--write", "judged.jsonl"))
        .contains("--settings: --write, --from and --card take one");
  }

  @Test
  void settings_exceptionThatFitsNoMatrix_isAUsageErrorThatNamesIt() {
    assertThat(
            error(
                "--settings", "int8,no_such=f32",
                "--count", "1",
                "--generator", "../models/generator",
                "--problems", "../models/test/mix.jsonl"))
        .contains("no_such");
  }

  private static String error(String... arguments) {
    StringWriter text = new StringWriter();
    int status =
        new CommandLine(new EvaluateCommand()).setErr(new PrintWriter(text)).execute(arguments);
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    return text.toString();
  }
}
