package io.metagen.bench.threads;

import io.metagen.bench.BenchException;
import io.metagen.cli.mesh.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ModelProgram} that runs under a setting of OpenMP. */
final class ModelProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final PrintWriter in;
  private final BufferedReader out;

  private ModelProcess(Process process) {
    this.process = process;
    in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts {@code generator} or {@code reward} with the model in a folder. */
  static ModelProcess start(String kind, Path folder, OpenMp setting) {
    ProcessBuilder builder =
        new ProcessBuilder(command(kind, folder)).redirectError(ProcessBuilder.Redirect.DISCARD);
    List.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT").forEach(builder.environment()::remove);
    builder.environment().putAll(setting.environment());
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(setting.threads()));
    try {
      return new ModelProcess(builder.start());
    } catch (IOException e) {
      throw new BenchException("can't start the " + kind + ": " + e.getMessage(), e);
    }
  }

  private static List<String> command(String kind, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.service(JvmFlags.DEFAULT_HEAP));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ModelProgram.class.getName(), kind, folder.toString()));
    return command;
  }

  /** Lets the model work for a while; {@link #rate} returns how fast it was. */
  void work(long millis) {
    in.println(millis);
  }

  /** Returns the tokens per second of the last {@link #work}; waits until it has ended. */
  double rate() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new BenchException("a model's process ended while it was measured");
      }
      return Double.parseDouble(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
