package io.metagen.bench.jlama;

import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Session;
import io.metagen.bench.engine.Workload;
import io.metagen.cli.mesh.JvmFlags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;

/**
 * Jlama on this machine.
 *
 * @param work where its processes write their logs
 * @param threads threads of every call
 * @param nanos the clock, in nanoseconds
 */
public record Jlama(Path work, int threads, LongSupplier nanos) {
  private static final String PROPERTIES =
      "/META-INF/maven/com.github.tjake/jlama-core/pom.properties";

  /** Kernels are tried for so many nanoseconds. */
  private static final long TRIAL_NANOS = 1_000_000_000;

  /** Returns the library's version. */
  public static String version() {
    try (InputStream stream = Jlama.class.getResourceAsStream(PROPERTIES)) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether Jlama multiplies with weights of a precision. It has no weights of eight bits, only
   * activations; its weights of four are no match for ours of eight.
   */
  public static boolean has(Precision precision) {
    return precision != Precision.INT8;
  }

  /**
   * Returns the engine with the network in a folder.
   *
   * @throws io.metagen.bench.BenchException if no process can be started
   */
  public Engine open(Path folder, Precision precision, JlamaKernels kernels) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.computing());
    command.addAll(
        List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (threads - 1),
            kernels.option(),
            "-cp",
            System.getProperty("java.class.path"),
            JlamaWorker.class.getName(),
            folder.toString(),
            precision.name(),
            Integer.toString(threads)));
    return new JlamaEngine(JlamaProcess.start(command, work.resolve("jlama.log")), kernels, nanos);
  }

  /**
   * Returns those kernels of some that take the least time for a workload; two processes are never
   * alive at once.
   */
  public JlamaKernels fastest(
      Path folder, Precision precision, List<JlamaKernels> kernels, Workload workload) {
    JlamaKernels best = kernels.getFirst();
    double least = Double.MAX_VALUE;
    for (JlamaKernels candidate : kernels.size() > 1 ? kernels : List.<JlamaKernels>of()) {
      try (Engine engine = open(folder, precision, candidate);
          Session session = engine.open(workload)) {
        double time = nanosPerStep(session);
        if (time < least) {
          best = candidate;
          least = time;
        }
      }
    }
    return best;
  }

  private double nanosPerStep(Session session) {
    long begin = nanos.getAsLong();
    int steps = 0;
    while (nanos.getAsLong() - begin < TRIAL_NANOS) {
      session.run(1);
      steps++;
    }
    return (double) (nanos.getAsLong() - begin) / steps;
  }
}
