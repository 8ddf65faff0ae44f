package io.metagen.bench.soak;

import io.metagen.bench.BenchException;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.LaunchPlan;
import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshSettings;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A packaged generator of its own, stopped with this program at the latest. Its Java heap has one
 * size and is touched at the start, so that what its memory gains later is not the heap.
 */
final class GeneratorProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Mesh mesh;
  private final RunningService service;
  private final Thread hook;

  private GeneratorProcess(Mesh mesh, RunningService service, Thread hook) {
    this.mesh = mesh;
    this.service = service;
    this.hook = hook;
  }

  /**
   * Starts it and returns when it serves.
   *
   * @param kvMemory memory for keys and values, as the generator's setting takes it
   */
  static GeneratorProcess start(MeshSettings settings, String kvMemory) {
    Mesh mesh = new Mesh(settings.folder());
    mesh.requireStopped();
    List<Launch> launches =
        LaunchPlan.of(settings).stream()
            .filter(launch -> launch.kind() == ServiceKind.GENERATOR)
            .map(launch -> with(launch, environment(settings.heap(), kvMemory)))
            .toList();
    Thread hook = new Thread(() -> mesh.stop(GRACE), "stop-generator");
    Runtime.getRuntime().addShutdownHook(hook);
    return new GeneratorProcess(mesh, mesh.start(launches, START, _ -> {}).getFirst(), hook);
  }

  int grpcPort() {
    return service.ports().grpc();
  }

  int httpPort() {
    return service.ports().http();
  }

  /** Returns the process, which must still run. */
  ProcessHandle handle() {
    if (!service.isAlive()) {
      throw new BenchException("the generator has ended; its log is " + service.log());
    }
    return ProcessHandle.of(service.pid()).orElseThrow();
  }

  @Override
  public void close() {
    mesh.stop(GRACE);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program was told to end just now; the hook finds nothing left to stop.
    }
  }

  private static Map<String, String> environment(String heap, String kvMemory) {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Xms" + heap + " -XX:+AlwaysPreTouch",
        "METAGEN_GENERATOR_KV_MEMORY",
        kvMemory);
  }

  private static Launch with(Launch launch, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(launch.environment());
    all.putAll(environment);
    return new Launch(
        launch.name(),
        launch.kind(),
        launch.ports(),
        launch.command(),
        all,
        launch.directory(),
        launch.log());
  }
}
