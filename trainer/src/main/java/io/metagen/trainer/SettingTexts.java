package io.metagen.trainer;

import io.metagen.trainer.perplexity.Setting;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The values of {@code --settings}. Read when the command runs: picocli takes a later value that no
 * converter accepts for a stray argument, and says nothing of what is wrong with it.
 */
final class SettingTexts {
  private SettingTexts() {}

  /** Returns the settings; a text that is none is a usage error of the command. */
  static List<Setting> read(List<String> texts, CommandSpec command) {
    try {
      return texts.stream().map(Setting::of).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--settings: " + e.getMessage(), e);
    }
  }
}
