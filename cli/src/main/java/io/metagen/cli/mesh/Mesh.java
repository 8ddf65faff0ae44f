package io.metagen.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of one mesh. They are detached: they outlive the command that started them, and a
 * later command finds them again through the mesh's folder.
 */
public final class Mesh {

  private static final boolean SETSID = onPath("setsid");

  private final MeshFolder folder;

  /** Guards {@code stopping} and each start of one process: none may follow a stop. */
  private final Object lock = new Object();

  private boolean stopping;

  /** The mesh that keeps its state in a folder. */
  public Mesh(MeshFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts all processes and returns when each one serves.
   *
   * @throws MeshException if this mesh already runs, a port is taken, a process ends, or one does
   *     not serve in time; whatever was started is stopped then
   */
  public List<RunningService> start(
      List<Launch> launches, Duration timeout, StartProgress progress) {
    requireStopped();
    PortCheck.requireFree(launches);
    try {
      List<RunningService> services = spawn(launches);
      new HealthWait(progress).await(services, timeout);
      return services;
    } catch (MeshException e) {
      stop(Duration.ofSeconds(5));
      throw e;
    }
  }

  /** The processes that were started last, alive or not. */
  public List<RunningService> services() {
    return folder.services();
  }

  /** Whether any process of this mesh still runs. */
  public boolean isRunning() {
    return services().stream().anyMatch(RunningService::isAlive);
  }

  /** Throws if any process of this mesh still runs. */
  public void requireStopped() {
    if (isRunning()) {
      throw new MeshException(
          "this mesh already runs (state in %s); stop it first with ./metagen down --mesh %s"
              .formatted(folder.path(), folder.path().getFileName()));
    }
  }

  /**
   * Stops every process, the orchestrator first so that its runs can end: asks, waits, and kills
   * what is still there after {@code grace}. Returns the names of those that had to be killed.
   */
  public List<String> stop(Duration grace) {
    List<RunningService> services;
    synchronized (lock) {
      stopping = true;
      services = services();
    }
    List<String> killed = new ArrayList<>();
    killed.addAll(Stopping.stop(only(services, true), grace));
    killed.addAll(Stopping.stop(only(services, false), grace));
    folder.forget();
    return killed;
  }

  private static List<RunningService> only(List<RunningService> services, boolean front) {
    return services.stream().filter(s -> (s.kind() == ServiceKind.ORCHESTRATOR) == front).toList();
  }

  private List<RunningService> spawn(List<Launch> launches) {
    List<RunningService> services = new ArrayList<>();
    for (Launch launch : launches) {
      synchronized (lock) {
        if (stopping) {
          throw new MeshException("stopped while starting");
        }
        services.add(RunningService.of(launch, spawn(launch)));
        folder.keep(services);
      }
    }
    return services;
  }

  private static ProcessHandle spawn(Launch launch) {
    ProcessBuilder builder = new ProcessBuilder(detached(launch.command()));
    builder.environment().putAll(launch.environment());
    builder.directory(launch.directory().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(launch.log().toFile());
    try {
      Files.createDirectories(launch.log().toAbsolutePath().getParent());
      return builder.start().toHandle();
    } catch (IOException e) {
      throw new MeshException("cannot start %s: %s".formatted(launch.name(), e.getMessage()), e);
    }
  }

  /** In a session of its own, so that Ctrl-C at the terminal reaches this program alone. */
  private static List<String> detached(List<String> command) {
    return SETSID ? Stream.concat(Stream.of("setsid"), command.stream()).toList() : command;
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
