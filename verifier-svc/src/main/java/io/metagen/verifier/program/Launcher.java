package io.metagen.verifier.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.verifier.program.ProgramReport.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the launcher: one process with an empty environment, which gets its own source text and its
 * work through standard input and answers with one report.
 */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
  private static final List<String> MODULES =
      List.of("syscalls", "sandbox", "wire", "peer", "program", "judge", "launcher");

  /** The launcher ends both processes half a second after the wall time; it runs nothing else. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration END = Duration.ofSeconds(2);

  private final List<String> command;
  private final byte[] modules;

  Launcher(List<String> python) {
    command = new ArrayList<>(python);
    command.addAll(List.of("-I", "-S", "-B", "-c", source("bootstrap")));
    modules = message(MODULES.stream().map(name -> List.of(name, source(name))).toList());
  }

  /** What one run is about. The program's process gets no byte of the tests. */
  record Work(String program, String tests, boolean onlyCheck) {}

  /** Blocks until the report is there. An interrupt ends the processes at once. */
  ProgramReport run(Work work, ProgramLimits limits, Path scratch)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream();
        InputStream output = process.getInputStream();
        InputStream errors = process.getErrorStream()) {
      try {
        send(work, limits, scratch, input);
        if (!process.waitFor(limits.wallTime().plus(GRACE))) {
          return ProgramReport.of(Verdict.LOST, "the launcher did not end in time");
        }
        return report(output, errors);
      } finally {
        end(process);
      }
    }
  }

  private void send(Work work, ProgramLimits limits, Path scratch, OutputStream input)
      throws IOException {
    Map<String, Object> settings =
        Map.of(
            "cpu_seconds", limits.cpuSeconds(),
            "wall_seconds", limits.wallSeconds(),
            "memory_bytes", limits.memoryBytes(),
            "file_bytes", limits.fileBytes(),
            "files", limits.files());
    input.write(modules);
    input.write(
        message(
            Map.of(
                "limits", settings,
                "scratch", scratch.toString(),
                "program", work.program(),
                "check", work.onlyCheck())));
    input.write(message(work.tests()));
    input.flush();
  }

  private static ProgramReport report(InputStream output, InputStream errors) throws IOException {
    byte[] report = output.readAllBytes();
    if (report.length == 0) {
      LOG.error(
          "the sandbox's launcher failed: {}",
          new String(errors.readAllBytes(), StandardCharsets.UTF_8));
      return ProgramReport.of(Verdict.LOST, "the sandbox's launcher failed");
    }
    return JSON.readValue(report, ProgramReport.class);
  }

  /** Asks the launcher to end, which takes its children with it, so that none is left unreaped. */
  private static void end(Process process) {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (process.waitFor(END)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }
  }

  /** Returns a message: eight hexadecimal digits of length, then JSON. */
  private static byte[] message(Object content) {
    try {
      byte[] json = JSON.writeValueAsBytes(content);
      byte[] length = String.format("%08x", json.length).getBytes(StandardCharsets.US_ASCII);
      byte[] message = Arrays.copyOf(length, length.length + json.length);
      System.arraycopy(json, 0, message, length.length, json.length);
      return message;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String source(String module) {
    try (InputStream text = Launcher.class.getResourceAsStream(module + ".py")) {
      if (text == null) {
        throw new IllegalStateException(module + ".py is missing");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
