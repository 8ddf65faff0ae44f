package io.metagen.cli.mesh;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One process that is to be started.
 *
 * @param name name within the mesh, such as {@code generator-0}
 * @param kind the service that it runs
 * @param ports its ports on the loopback interface
 * @param command program and arguments
 * @param environment variables on top of this process's own
 * @param directory working directory
 * @param log file that takes its output
 */
public record Launch(
    String name,
    ServiceKind kind,
    Ports ports,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log) {

  /** Returns the same with these variables on top. */
  public Launch with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Launch(name, kind, ports, command, Map.copyOf(all), directory, log);
  }
}
