package io.metagen.transformer;

/**
 * Java's Vector API, which steps on CPUs are written with: a module that the JVM must be told of.
 */
public final class VectorApi {
  private static final String MODULE = "jdk.incubator.vector";

  private VectorApi() {}

  /** Ends the process with status 1 and one line on stderr where the JVM was started without it. */
  public static void requireOrExit() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      System.err.println(
          "metagen: this service needs Java's Vector API: start java with --add-modules "
              + MODULE
              + " (before -jar, or in JAVA_TOOL_OPTIONS)");
      System.exit(1);
    }
  }
}
