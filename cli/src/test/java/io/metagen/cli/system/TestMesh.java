package io.metagen.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.LaunchPlan;
import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshFolder;
import io.metagen.cli.mesh.MeshSettings;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetLoadResponse;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.OrchestratorServiceGrpc.OrchestratorServiceBlockingStub;
import io.metagen.v1.Prompt;
import io.metagen.v1.RunSpec;
import io.metagen.v1.VerifierServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A mesh of real processes with the embedded models, and channels to each of them. */
final class TestMesh implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Keeps the state of all test meshes. */
  static final Path HOME = Path.of("target").toAbsolutePath();

  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

  /** Saves seconds at each start; DemoIT starts as everybody does. */
  private static final Map<String, String> NO_WARM_UP =
      Map.of("METAGEN_GENERATOR_WARM_UP", "0s", "METAGEN_VERIFIER_WARM_UP", "0s");

  private final Mesh mesh;
  private final List<RunningService> services;
  private final Map<Integer, ManagedChannel> channels = new HashMap<>();

  private TestMesh(Mesh mesh, List<RunningService> services) {
    this.mesh = mesh;
    this.services = services;
  }

  /**
   * Starts a mesh and waits for its health.
   *
   * @param portOffset distance of its ports from the defaults; each test class has its own
   * @param environment variables for every process
   */
  static TestMesh start(int portOffset, int generators, Map<String, String> environment) {
    MeshFolder folder = new MeshFolder(HOME.resolve(name(portOffset)));
    Mesh mesh = new Mesh(folder);
    if (mesh.isRunning()) {
      mesh.stop(Duration.ofSeconds(5));
    }
    Path models = ROOT.resolve("models");
    MeshSettings settings =
        new MeshSettings(
            ROOT,
            folder,
            portOffset,
            generators,
            1,
            "384m",
            models.resolve("generator"),
            models.resolve("reward"));
    List<Launch> launches =
        LaunchPlan.of(settings).stream()
            .map(launch -> launch.with(NO_WARM_UP).with(environment))
            .toList();
    return new TestMesh(mesh, mesh.start(launches, START_TIMEOUT, _ -> {}));
  }

  /** Returns what {@code --mesh} calls a mesh, with {@link #HOME} as METAGEN_HOME. */
  static String name(int portOffset) {
    return "mesh-" + portOffset;
  }

  /** Returns held-out problems as the embedded generator reads them. */
  static List<Prompt> problems(int count, long seed) {
    return ProblemMix.read(ROOT.resolve("models/test"), seed).first(count).stream()
        .map(problem -> Prompt.newBuilder().setText(problem.problem() + "\n").build())
        .toList();
  }

  OrchestratorServiceBlockingStub orchestrator() {
    return OrchestratorServiceGrpc.newBlockingStub(channel(ServiceKind.ORCHESTRATOR, 0))
        .withDeadlineAfter(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  GeneratorServiceBlockingStub generator(int replica) {
    return GeneratorServiceGrpc.newBlockingStub(channel(ServiceKind.GENERATOR, replica))
        .withDeadlineAfter(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  VerifierServiceGrpc.VerifierServiceBlockingStub verifier() {
    return VerifierServiceGrpc.newBlockingStub(channel(ServiceKind.VERIFIER, 0))
        .withDeadlineAfter(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  KvCacheServiceGrpc.KvCacheServiceBlockingStub kvCache() {
    return KvCacheServiceGrpc.newBlockingStub(channel(ServiceKind.KV_CACHE, 0))
        .withDeadlineAfter(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  GetLoadResponse load(int replica) {
    return generator(replica).getLoad(GetLoadRequest.getDefaultInstance());
  }

  /** Returns the replica's address as the router and the index know it. */
  String address(int replica) {
    return "127.0.0.1:" + service(ServiceKind.GENERATOR, replica).ports().grpc();
  }

  /** Kills a generator at once, as a lost machine would. */
  void kill(int replica) {
    ProcessHandle.of(service(ServiceKind.GENERATOR, replica).pid())
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Asks a generator to stop, as Kubernetes does. */
  ProcessHandle terminate(int replica) {
    ProcessHandle process =
        ProcessHandle.of(service(ServiceKind.GENERATOR, replica).pid()).orElseThrow();
    process.destroy();
    return process;
  }

  RunningService service(ServiceKind kind, int replica) {
    List<RunningService> found = new ArrayList<>(services);
    found.removeIf(service -> service.kind() != kind);
    return found.get(replica);
  }

  ManagedChannel channel(ServiceKind kind, int replica) {
    int port = service(kind, replica).ports().grpc();
    return channels.computeIfAbsent(
        port, p -> NettyChannelBuilder.forAddress("127.0.0.1", p).usePlaintext().build());
  }

  /** Requires that a run succeeds and that the first generator then has nothing left. */
  void requireServing(Prompt prompt) {
    RunSpec spec = Runs.spec(prompt, Runs.bestOf(2), 1);
    assertThat(orchestrator().runStrategy(Runs.run(spec)).getResult().getCandidatesCount())
        .isEqualTo(2);
    await("the engine is idle", () -> load(0).getRunningSequenceCount() == 0);
    assertThat(load(0).getWaitingSequenceCount()).isZero();
    assertThat(load(0).getUsedBlockCount()).isZero();
  }

  /** Polls a condition of another process; fails with {@code what} after a minute. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    mesh.stop(Duration.ofSeconds(10));
  }
}
