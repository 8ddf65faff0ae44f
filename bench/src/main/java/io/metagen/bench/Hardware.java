package io.metagen.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a measurement ran on.
 *
 * @param cpu the processor's name
 * @param cores its cores, as far as this process may use them
 * @param threads threads of each side
 * @param memoryGiB the machine's memory
 * @param java version of the JVM
 * @param djl version of DJL
 * @param libtorch version of libtorch
 * @param llamaCpp version of llama.cpp
 */
record Hardware(
    String cpu,
    int cores,
    int threads,
    long memoryGiB,
    String java,
    String djl,
    String libtorch,
    String llamaCpp) {

  /** Returns this machine. */
  static Hardware of(int threads, String llamaCpp) {
    return new Hardware(
        procValue("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        threads,
        installedGiB(),
        Runtime.version().toString(),
        Engine.getDjlVersion(),
        Engine.getEngine(PtEngine.ENGINE_NAME).getVersion(),
        llamaCpp);
  }

  private static long installedGiB() {
    String kib = procValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return kib.isEmpty() ? 0 : Math.round(Long.parseLong(kib) / (double) (1 << 20));
  }

  /** Returns the value of a file's first line with a key, or "unknown". */
  private static String procValue(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns the machine and the versions in one line. */
  String text() {
    return "%s, %d cores, %d threads, %d GiB; Java %s, DJL %s, libtorch %s, llama.cpp %s"
        .formatted(cpu, cores, threads, memoryGiB, java, djl, libtorch, llamaCpp);
  }
}
