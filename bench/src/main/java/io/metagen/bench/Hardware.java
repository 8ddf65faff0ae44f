package io.metagen.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.bench.engine.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a measurement ran on.
 *
 * @param cpu the processor's name
 * @param cores its cores, as far as this process may use them
 * @param threads threads of each side
 * @param memoryGiB the machine's memory
 * @param readGBPerSecond measured: memory read by all threads together
 * @param matrixGflops measured: large matrix products of libtorch, for each precision
 * @param java version of the JVM
 * @param djl version of DJL
 * @param libtorch version of libtorch
 * @param llamaCpp version of llama.cpp
 */
public record Hardware(
    String cpu,
    int cores,
    int threads,
    long memoryGiB,
    double readGBPerSecond,
    Map<String, Double> matrixGflops,
    String java,
    String djl,
    String libtorch,
    String llamaCpp) {

  /** Returns this machine. */
  static Hardware of(int threads, Limits limits, String llamaCpp) {
    return new Hardware(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        threads,
        installedGiB(),
        Math.round(limits.readBytesPerSecond() / 1e8) / 10.0,
        gflops(limits),
        Runtime.version().toString(),
        Engine.getDjlVersion(),
        Engine.getEngine(PtEngine.ENGINE_NAME).getVersion(),
        llamaCpp);
  }

  /** Returns the processor's name, or "unknown". */
  public static String cpuName() {
    return procValue("/proc/cpuinfo", "model name");
  }

  private static Map<String, Double> gflops(Limits limits) {
    Map<String, Double> gflops = new TreeMap<>();
    limits.flops().forEach((key, flops) -> gflops.put(key.text(), Math.round(flops / 1e8) / 10.0));
    return gflops;
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

  /** Returns the machine and the versions in two lines. */
  String text() {
    String products =
        matrixGflops.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return "%s, %d cores, %d threads, %d GiB, reads %s GB/s; GFLOP/s of large products: %s%n"
            .formatted(cpu, cores, threads, memoryGiB, readGBPerSecond, products)
        + "Java %s, DJL %s, libtorch %s, llama.cpp %s".formatted(java, djl, libtorch, llamaCpp);
  }
}
