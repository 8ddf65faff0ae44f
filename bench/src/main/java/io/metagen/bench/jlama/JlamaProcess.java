package io.metagen.bench.jlama;

import io.metagen.bench.BenchException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that answers each line with one line, and ends with its input. */
final class JlamaProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final Path log;

  private JlamaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    requests = process.outputWriter(StandardCharsets.US_ASCII);
    answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts a command whose standard error goes to a file. */
  static JlamaProcess start(List<String> command, Path log) {
    try {
      return new JlamaProcess(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new BenchException("can't start Jlama: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the answer to a request.
   *
   * @throws BenchException if the process has ended, which names its log
   */
  String ask(String request) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
      String answer = answers.readLine();
      if (answer != null) {
        return answer;
      }
    } catch (IOException e) {
      throw new BenchException("Jlama has ended, see " + log, e);
    }
    throw new BenchException("Jlama has ended, see " + log);
  }

  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
