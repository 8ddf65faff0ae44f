package io.metagen.bench.soak;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Linux's figures of processes, as proc(5) gives them.
 *
 * @param root the folder {@code /proc}
 */
public record ProcFiles(Path root) {
  private static final double KIB_PER_MIB = 1024;

  /**
   * USER_HZ: the kernel's unit of CPU time in these files, on every platform that a JDK runs on.
   */
  private static final double TICKS_PER_SECOND = 100;

  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  /** Returns a memory field of a process, such as RssAnon, in MiB. */
  public double memoryMiB(long pid, String field) {
    return status(pid, field) / KIB_PER_MIB;
  }

  /** Returns how many threads a process has. */
  public int threads(long pid) {
    return (int) status(pid, "Threads");
  }

  /** Returns how many files, sockets and pipes a process has open. */
  public int openFiles(long pid) {
    return entries(root.resolve(pid + "/fd"));
  }

  private long status(long pid, String field) {
    Path file = root.resolve(pid + "/status");
    return lines(file).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new BenchException(file + " has no " + field));
  }

  private static int entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return (int) entries.count();
    } catch (IOException e) {
      throw new BenchException(
          "can't list " + folder + "; it needs Linux and a service that runs", e);
    }
  }

  /** Returns the seconds that the machine's cores were busy, stolen time included. */
  double busySeconds() {
    String[] ticks = lines(root.resolve("stat")).getFirst().split(" +", -1);
    long busy = 0;
    for (int i = 1; i <= STEAL; i++) {
      busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(ticks[i]);
    }
    return busy / TICKS_PER_SECOND;
  }

  /** Returns the CPU seconds of a process that runs. */
  static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(spent -> spent.toNanos() / 1e9).orElse(0.0);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BenchException(
          "can't read " + file + "; it needs Linux and a service that runs", e);
    }
  }
}
