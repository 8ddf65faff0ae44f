package io.metagen.serving;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many threads libtorch computes with. On its own it takes one for each core of the machine,
 * whatever a container's CPU limit allows; the JVM knows the limit (cgroup v1 and v2).
 */
public final class NativeThreads {
  private static final Logger LOG = LoggerFactory.getLogger(NativeThreads.class);
  private static final String THREADS = "OMP_NUM_THREADS";
  private static final String DJL_THREADS = "ai.djl.pytorch.num_threads";

  private NativeThreads() {}

  /**
   * Sets the number for this process. Must come before any tensor is made.
   *
   * @param setting the number, or 0 to take it from {@code OMP_NUM_THREADS} or, where that is not
   *     set, from what this process may use of the machine's cores
   */
  public static void use(int setting) {
    Map<String, String> environment = System.getenv();
    int threads = resolve(setting, environment, Runtime.getRuntime().availableProcessors());
    System.setProperty(DJL_THREADS, Integer.toString(threads));
    LOG.info("computing with {} threads", threads);
    if (spins(threads, environment)) {
      LOG.warn(
          "neither OMP_WAIT_POLICY nor GOMP_SPINCOUNT is set: idle threads of OpenMP spin and slow"
              + " down other processes on the same cores; set OMP_WAIT_POLICY=PASSIVE");
    }
  }

  /** Returns the number of threads for a setting, an environment and so many usable cores. */
  static int resolve(int setting, Map<String, String> environment, int cores) {
    if (setting > 0) {
      return setting;
    }
    String given = environment.getOrDefault(THREADS, "").strip();
    if (given.isEmpty()) {
      return cores;
    }
    // OpenMP allows a list, one number for each level of nesting; the first is for ours.
    String first = given.split(",", -1)[0].strip();
    if (!first.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          THREADS + ": must be a number of threads, at least 1, is '" + given + "'");
    }
    return Integer.parseInt(first);
  }

  /** Whether threads that wait will spin, because nothing tells OpenMP otherwise. */
  static boolean spins(int threads, Map<String, String> environment) {
    return threads > 1
        && !environment.containsKey("OMP_WAIT_POLICY")
        && !environment.containsKey("GOMP_SPINCOUNT");
  }
}
