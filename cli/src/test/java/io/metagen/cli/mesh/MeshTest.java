package io.metagen.cli.mesh;

import static io.metagen.cli.mesh.FakeService.Manner.ENDS_AT_START;
import static io.metagen.cli.mesh.FakeService.Manner.IGNORES_SIGTERM;
import static io.metagen.cli.mesh.FakeService.Manner.LOADS_FOR_EVER;
import static io.metagen.cli.mesh.FakeService.Manner.SERVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervises real processes. */
class MeshTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
  private Path path;

  @SuppressWarnings("NullAway.Init") // set before each test
  private MeshFolder folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Mesh mesh;

  @BeforeEach
  void open() {
    folder = new MeshFolder(path.resolve("main"));
    mesh = new Mesh(folder);
  }

  @AfterEach
  void stop() {
    new Mesh(folder).stop(Duration.ZERO);
  }

  @Test
  void start_twoServices_returnsWhenBothServeAndStopEndsThem() throws IOException {
    List<List<String>> waits = new ArrayList<>();

    List<RunningService> services =
        mesh.start(
            List.of(
                FakeLaunch.of(ServiceKind.GENERATOR, SERVES, folder),
                FakeLaunch.of(ServiceKind.ORCHESTRATOR, SERVES, folder)),
            PATIENCE,
            waits::add);

    assertThat(services).allSatisfy(MeshTest::serves);
    assertThat(waits.getLast()).isEmpty();
    assertThat(new Mesh(folder).services()).isEqualTo(services);
    assertThat(new Mesh(folder).stop(PATIENCE)).isEmpty();
    assertThat(services).noneMatch(RunningService::isAlive);
    assertThat(mesh.services()).isEmpty();
  }

  @Test
  void start_alreadyRunning_isRefused() throws IOException {
    mesh.start(List.of(FakeLaunch.of(ServiceKind.VERIFIER, SERVES, folder)), PATIENCE, w -> {});
    List<Launch> again = List.of(FakeLaunch.of(ServiceKind.KV_CACHE, SERVES, folder));

    assertThatThrownBy(() -> new Mesh(folder).start(again, PATIENCE, w -> {}))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("already runs");
    assertThat(mesh.services()).allMatch(RunningService::isAlive);
  }

  @Test
  void start_processEnds_showsItsLogAndStopsTheOthers() throws IOException {
    List<Launch> launches =
        List.of(
            FakeLaunch.of(ServiceKind.GENERATOR, SERVES, folder),
            FakeLaunch.of(ServiceKind.VERIFIER, ENDS_AT_START, folder));

    assertThatThrownBy(() -> mesh.start(launches, PATIENCE, w -> {}))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("verifier ended while starting")
        .hasMessageContaining("no tensor 'lm_head.weight'");
    assertThat(mesh.isRunning()).isFalse();
    assertThat(Health.of(ServiceKind.GENERATOR, launches.getFirst().ports().grpc()))
        .isEqualTo(Health.UNREACHABLE);
  }

  @Test
  void start_neverServes_failsAfterTheTimeout() throws IOException {
    List<Launch> launches = List.of(FakeLaunch.of(ServiceKind.KV_CACHE, LOADS_FOR_EVER, folder));

    assertThatThrownBy(() -> mesh.start(launches, Duration.ofSeconds(1), w -> {}))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("kv-cache does not serve after 1 s");
    assertThat(mesh.isRunning()).isFalse();
  }

  @Test
  void start_portTaken_namesPortServiceAndOption() throws IOException {
    Launch launch = FakeLaunch.of(ServiceKind.VERIFIER, SERVES, folder);
    int port = launch.ports().http();

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> mesh.start(List.of(launch), PATIENCE, w -> {}))
          .isInstanceOf(MeshException.class)
          .hasMessage(
              "port %d (HTTP of verifier) is taken; free it or choose others with --port-offset"
                  .formatted(port));
    }
    assertThat(mesh.services()).isEmpty();
  }

  @Test
  void stop_ignoredSigterm_killsAfterTheGrace() throws IOException {
    List<RunningService> services =
        mesh.start(
            List.of(FakeLaunch.of(ServiceKind.GENERATOR, IGNORES_SIGTERM, folder)),
            PATIENCE,
            w -> {});

    assertThat(mesh.stop(Duration.ofMillis(200))).containsExactly("generator");
    assertThat(services).noneMatch(RunningService::isAlive);
  }

  @Test
  void isAlive_pidOfAnotherProcess_isFalse() {
    ProcessHandle self = ProcessHandle.current();
    RunningService stale =
        new RunningService(
            "generator-0", ServiceKind.GENERATOR, self.pid(), 0, new Ports(1, 2), "log");

    assertThat(stale.isAlive()).isFalse();
  }

  private static void serves(RunningService service) {
    assertThat(service.isAlive()).isTrue();
    assertThat(Health.of(service.kind(), service.ports().grpc())).isEqualTo(Health.SERVING);
  }
}
