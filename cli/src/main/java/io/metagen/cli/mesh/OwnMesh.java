package io.metagen.cli.mesh;

import java.time.Duration;
import java.util.List;

/**
 * A mesh that belongs to this program: stopped when the work is done, when it fails, and on Ctrl-C.
 */
public final class OwnMesh implements AutoCloseable {

  private final Mesh mesh;
  private final Duration grace;
  private final Thread hook = new Thread(this::onExit, "stop-mesh");
  private volatile boolean stopping;

  private OwnMesh(Mesh mesh, Duration grace) {
    this.mesh = mesh;
    this.grace = grace;
  }

  /** Owns a mesh that is about to be started; one that already runs belongs to somebody else. */
  public static OwnMesh of(Mesh mesh, Duration grace) {
    mesh.requireStopped();
    OwnMesh own = new OwnMesh(mesh, grace);
    Runtime.getRuntime().addShutdownHook(own.hook);
    return own;
  }

  /** Starts all processes and returns when each one serves, as {@link Mesh#start}. */
  public void start(List<Launch> launches, Duration timeout, StartProgress progress) {
    mesh.start(launches, timeout, progress);
  }

  /** Whether the program is on its way out. */
  public boolean isStopping() {
    return stopping;
  }

  private void onExit() {
    stopping = true;
    mesh.stop(grace);
  }

  @Override
  public void close() {
    if (stopping) {
      return;
    }
    mesh.stop(grace);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program was told to end just now; the hook finds nothing left to stop.
    }
  }
}
