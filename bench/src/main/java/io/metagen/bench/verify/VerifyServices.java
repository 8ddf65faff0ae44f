package io.metagen.bench.verify;

import io.metagen.bench.BenchException;
import io.metagen.cli.mesh.Launch;
import io.metagen.cli.mesh.LaunchPlan;
import io.metagen.cli.mesh.Loopback;
import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshSettings;
import io.metagen.cli.mesh.OwnMesh;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import io.metagen.v1.VerifierServiceGrpc;
import io.metagen.v1.VerifierServiceGrpc.VerifierServiceBlockingStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A packaged verifier of its own and the packaged generator that judges for it, stopped with this
 * program at the latest. Their Java heaps have one size and are touched at the start, so that what
 * memory they gain later is not the heap.
 */
final class VerifyServices implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Fewer than the load asks for, so that judgements are found, dropped and made again. */
  private static final int CACHE_ENTRIES = 64;

  private static final int CRITIQUE_TOKENS = 16;

  private final OwnMesh own;
  private final RunningService verifier;
  private final Loopback loopback;
  private final Path scratch;

  private VerifyServices(OwnMesh own, RunningService verifier, Path scratch) {
    this.own = own;
    this.verifier = verifier;
    this.scratch = scratch;
    loopback = new Loopback(verifier.ports().grpc());
  }

  /** Starts both and returns when they serve. */
  static VerifyServices start(MeshSettings settings) {
    Mesh mesh = new Mesh(settings.folder());
    OwnMesh own = OwnMesh.of(mesh, GRACE);
    try {
      Path scratch =
          Files.createTempDirectory(Files.createDirectories(settings.folder().path()), "tmp-");
      own.start(launches(settings, scratch), START, _ -> {});
      return new VerifyServices(own, only(mesh.services(), ServiceKind.VERIFIER), scratch);
    } catch (IOException e) {
      throw new BenchException("can't make a folder in " + settings.folder().path(), e);
    }
  }

  VerifierServiceBlockingStub verifier() {
    return VerifierServiceGrpc.newBlockingStub(loopback.channel());
  }

  /** Returns the verifier's process, which must still run. */
  ProcessHandle process() {
    if (!verifier.isAlive()) {
      throw new BenchException("the verifier has ended; its log is " + verifier.log());
    }
    return ProcessHandle.of(verifier.pid()).orElseThrow();
  }

  /** Returns how many temporary files and folders the verifier has. */
  int scratchEntries() {
    try (Stream<Path> entries = Files.list(scratch)) {
      return (int) entries.count();
    } catch (IOException e) {
      throw new BenchException("can't list " + scratch, e);
    }
  }

  private static List<Launch> launches(MeshSettings settings, Path scratch) {
    List<Launch> all = LaunchPlan.of(settings);
    Launch generator =
        all.stream().filter(one -> one.kind() == ServiceKind.GENERATOR).findFirst().orElseThrow();
    Launch verifier =
        all.stream().filter(one -> one.kind() == ServiceKind.VERIFIER).findFirst().orElseThrow();
    String heap = "-Xms" + settings.heap() + " -XX:+AlwaysPreTouch";
    String judge = " -Dmetagen.verifier.judges.embedded.";
    String options =
        heap
            + (" -Djava.io.tmpdir=" + scratch)
            + (" -Dmetagen.verifier.cache-entries=" + CACHE_ENTRIES)
            + (judge + "endpoint=127.0.0.1:" + generator.ports().grpc())
            + (judge + "max-critique-tokens=" + CRITIQUE_TOKENS);
    return List.of(
        generator.with(Map.of("JAVA_TOOL_OPTIONS", heap)),
        verifier.with(Map.of("JAVA_TOOL_OPTIONS", options)));
  }

  private static RunningService only(List<RunningService> services, ServiceKind kind) {
    return services.stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    loopback.close();
    own.close();
  }
}
