package io.metagen.bench.threads;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A setting of OpenMP.
 *
 * @param threads of one process, at least 1
 * @param waiting what its threads do between two parallel regions, as a report names it
 * @param environment the variables that set it, without the number of threads
 */
public record OpenMp(int threads, String waiting, Map<String, String> environment) {

  public OpenMp {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, is " + threads);
    }
    environment = Map.copyOf(environment);
  }

  /**
   * Returns the settings to compare: for one thread there is nobody to wait for; for more, sleeping
   * at once, spinning without end, spinning for a while, and what libgomp does on its own.
   */
  public static List<OpenMp> all(int mostThreads) {
    return Stream.concat(
            Stream.of(passive(1)),
            IntStream.rangeClosed(2, mostThreads).boxed().flatMap(OpenMp::waits))
        .toList();
  }

  private static Stream<OpenMp> waits(int threads) {
    Stream<OpenMp> spins =
        Stream.of("1000", "10000", "100000")
            .map(count -> new OpenMp(threads, "spins " + count, Map.of("GOMP_SPINCOUNT", count)));
    return Stream.of(
            Stream.of(passive(threads)),
            spins,
            Stream.of(
                new OpenMp(threads, "default", Map.of()),
                new OpenMp(threads, "ACTIVE", Map.of("OMP_WAIT_POLICY", "ACTIVE"))))
        .flatMap(setting -> setting);
  }

  private static OpenMp passive(int threads) {
    return new OpenMp(threads, "PASSIVE", Map.of("OMP_WAIT_POLICY", "PASSIVE"));
  }
}
