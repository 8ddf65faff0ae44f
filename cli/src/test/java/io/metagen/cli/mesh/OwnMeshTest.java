package io.metagen.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.cli.mesh.FakeService.Manner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMeshTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
  private Path path;

  @SuppressWarnings("NullAway.Init") // set before each test
  private MeshFolder folder;

  @BeforeEach
  void open() {
    folder = new MeshFolder(path.resolve("demo"));
  }

  @AfterEach
  void stop() {
    new Mesh(folder).stop(Duration.ZERO);
  }

  @Test
  void signal_whileItRuns_stopsTheMesh() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OwnMeshProgram.class.getName(),
                folder.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = program.inputReader()) {
      assertThat(output.readLine()).isEqualTo("serves");
      List<RunningService> services = new Mesh(folder).services();
      assertThat(services).hasSize(1).allMatch(RunningService::isAlive);

      program.destroy();

      program.waitFor();
      assertThat(services).noneMatch(RunningService::isAlive);
      assertThat(new Mesh(folder).services()).isEmpty();
    }
  }

  @Test
  void close_afterTheWork_stopsTheMesh() throws IOException {
    Mesh mesh = new Mesh(folder);
    List<RunningService> services;
    try (OwnMesh own = OwnMesh.of(mesh, PATIENCE)) {
      own.start(
          List.of(FakeLaunch.of(ServiceKind.VERIFIER, Manner.SERVES, folder)), PATIENCE, w -> {});
      services = mesh.services();
      assertThat(services).hasSize(1).allMatch(RunningService::isAlive);
    }

    assertThat(services).noneMatch(RunningService::isAlive);
  }

  @Test
  void of_meshOfSomebodyElse_isRefusedAndLeftAlone() throws IOException {
    Mesh others = new Mesh(folder);
    others.start(
        List.of(FakeLaunch.of(ServiceKind.VERIFIER, Manner.SERVES, folder)), PATIENCE, w -> {});

    assertThatThrownBy(() -> OwnMesh.of(new Mesh(folder), PATIENCE))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("already runs");
    assertThat(others.services()).hasSize(1).allMatch(RunningService::isAlive);
  }
}
