package io.metagen.cli.mesh;

import java.util.List;
import java.util.stream.Stream;

/** The JVM's options for programs of this project; the one list of them in Java. */
public final class JvmFlags {

  /** What the launcher gives each process unless it is told otherwise; weights lie outside. */
  public static final String DEFAULT_HEAP = "512m";

  private static final List<String> NATIVE =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The profiling graph executor takes seconds for each new shape; nothing is downloaded. */
  private static final List<String> DJL =
      List.of("-Dai.djl.pytorch.graph_optimizer=false", "-Dai.djl.offline=true");

  private JvmFlags() {}

  /** Returns what a program needs that computes with the Vector API or native libraries. */
  public static List<String> computing() {
    return NATIVE;
  }

  /**
   * Returns the flags of a packaged service.
   *
   * @param heap the most that its heap takes, as {@code -Xmx} writes it
   */
  public static List<String> service(String heap) {
    return Stream.of(List.of("-Xmx" + heap, "-XX:+UseSerialGC"), NATIVE, DJL)
        .flatMap(List::stream)
        .toList();
  }
}
