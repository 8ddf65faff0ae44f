package io.metagen.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metagen.bench.BenchException;
import io.metagen.bench.engine.Precision;
import io.metagen.transformer.LoadListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads a network in a fresh process like this one and returns what it took. */
public final class LoadTrial {

  private LoadTrial() {}

  /**
   * Returns what loading takes.
   *
   * @param listener hears how far it is
   * @throws BenchException if the process fails; it has said why on standard error
   */
  public static Loaded run(Path checkpoint, Precision precision, LoadListener listener) {
    try {
      Process process =
          new ProcessBuilder(command(checkpoint, precision))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        return read(out, listener);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new BenchException("can't start a process to load in: " + e.getMessage(), e);
    }
  }

  /** The command of this process, with another main class. */
  private static List<String> command(Path checkpoint, Precision precision) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LoadProbe.class.getName());
    command.add(checkpoint.toString());
    command.add(precision.name());
    return command;
  }

  /** Returns what a probe says at its end. */
  static Loaded read(BufferedReader out, LoadListener listener) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("{")) {
        return LoadProbe.MAPPER.readValue(line, Loaded.class);
      }
      String[] numbers = line.split(" ", -1);
      listener.loaded(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
    throw new BenchException("the process that loads ended before the network was loaded");
  }
}
