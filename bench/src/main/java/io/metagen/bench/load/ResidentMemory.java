package io.metagen.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process's memory in RAM as Linux counts it, mapped files included (proc_pid_status(5)).
 *
 * @param now bytes at this moment ({@code VmRSS})
 * @param peak most bytes at any moment of the process so far ({@code VmHWM})
 */
public record ResidentMemory(@JsonProperty("now") long now, @JsonProperty("peak") long peak) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KIB = 1024;

  /** Returns this process's memory. */
  static ResidentMemory ofThisProcess() {
    try {
      return parse(Files.readAllLines(STATUS));
    } catch (IOException e) {
      throw new BenchException("resident memory can be measured on Linux only: " + e, e);
    }
  }

  /** Returns what the lines of a status file say. */
  static ResidentMemory parse(List<String> status) {
    return new ResidentMemory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
  }

  private static long bytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .map(kib -> kib * KIB)
        .findFirst()
        .orElseThrow(() -> new BenchException(STATUS + " has no " + key));
  }
}
