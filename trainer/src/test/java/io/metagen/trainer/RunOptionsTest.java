package io.metagen.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class RunOptionsTest {

  @Test
  void work_notGiven_isAFolderOfTheModelsOwn() {
    assertThat(options().work("draft")).isEqualTo(Path.of(".metagen/train/draft"));
    assertThat(options().work("generator")).isEqualTo(Path.of(".metagen/train/generator"));
  }

  @Test
  void work_given_isThat() {
    assertThat(options("--work", "elsewhere").work("draft")).isEqualTo(Path.of("elsewhere"));
  }

  private static RunOptions options(String... arguments) {
    RunOptions options = new RunOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("run", mixin(options)))
        .parseArgs(arguments);
    return options;
  }

  private static CommandLine.Model.CommandSpec mixin(RunOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
