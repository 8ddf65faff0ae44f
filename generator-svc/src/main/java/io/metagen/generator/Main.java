package io.metagen.generator;

import io.metagen.transformer.VectorApi;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The service's process: looks at what the JVM was given before anything starts. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs the service until it is stopped. */
  public static void main(String... arguments) {
    VectorApi.requireOrExit();
    Quarkus.run(arguments);
  }
}
