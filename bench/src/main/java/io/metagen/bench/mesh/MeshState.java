package io.metagen.bench.mesh;

import io.metagen.cli.mesh.JvmFlags;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.LaunchPlan;
import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshFolder;
import io.metagen.cli.mesh.MeshSettings;
import io.metagen.cli.mesh.OwnMesh;
import io.metagen.cli.mesh.Ports;
import io.metagen.cli.mesh.StartProgress;
import io.metagen.cli.run.OrchestratorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A mesh of this benchmark's own, with or without prefix cache, and a client of it. */
final class MeshState implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final boolean prefixCache;
  private final OwnMesh own;
  private final List<Launch> launches;
  private final Ports orchestrator;
  private final OrchestratorClient client;

  private MeshState(boolean prefixCache, OwnMesh own, List<Launch> launches) {
    this.prefixCache = prefixCache;
    this.own = own;
    this.launches = launches;
    this.orchestrator = launches.getLast().ports();
    this.client = new OrchestratorClient("127.0.0.1:" + orchestrator.grpc());
  }

  /**
   * Where meshes of this repository come from.
   *
   * @param root folder of the built repository
   * @param folder where their state and logs go
   * @param threads of each process that runs a model
   */
  record Place(Path root, Path folder, int threads) {}

  /** Plans a mesh; nothing runs before {@link #start}. */
  static MeshState of(Place place, boolean prefixCache, int generators, int portOffset) {
    MeshFolder folder = new MeshFolder(place.folder().resolve("cache-" + word(prefixCache)));
    MeshSettings settings =
        new MeshSettings(
            place.root(),
            folder,
            portOffset,
            generators,
            place.threads(),
            JvmFlags.DEFAULT_HEAP,
            place.root().resolve("models/generator"),
            place.root().resolve("models/reward"));
    Map<String, String> cache =
        Map.of("METAGEN_GENERATOR_PREFIX_CACHE", Boolean.toString(prefixCache));
    List<Launch> launches =
        LaunchPlan.of(settings).stream().map(launch -> launch.with(cache)).toList();
    return new MeshState(prefixCache, OwnMesh.of(new Mesh(folder), GRACE), launches);
  }

  void start(Duration timeout, StartProgress progress) {
    own.start(launches, timeout, progress);
  }

  /** Returns whether the program is on its way out. */
  boolean isStopping() {
    return own.isStopping();
  }

  boolean prefixCache() {
    return prefixCache;
  }

  OrchestratorClient client() {
    return client;
  }

  /** Returns the metrics of the orchestrator as they are now. */
  MetricsPage metrics() {
    return MetricsPage.read(orchestrator.http());
  }

  private static String word(boolean prefixCache) {
    return prefixCache ? "on" : "off";
  }

  @Override
  public void close() {
    client.close();
    own.close();
  }
}
