package io.metagen.cli;

import io.metagen.cli.mesh.Mesh;
import picocli.CommandLine.Option;

/** The option that says which mesh of this machine a command is about. */
final class MeshName {

  /** The mesh of {@code up}. */
  static final String MAIN = "main";

  /** The mesh of {@code demo}. */
  static final String DEMO = "demo";

  @Option(
      names = "--mesh",
      defaultValue = MAIN,
      description = "mesh to use: main (of up) or demo (default: ${DEFAULT-VALUE})")
  private String name = MAIN;

  Mesh mesh() {
    return Home.mesh(name);
  }

  String name() {
    return name;
  }
}
