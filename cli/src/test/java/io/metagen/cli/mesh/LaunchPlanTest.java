package io.metagen.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlanTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
  private Path root;

  @BeforeEach
  void checkpoints() throws IOException {
    for (String model : List.of("generator", "reward")) {
      Files.createDirectories(root.resolve(model));
      Files.writeString(root.resolve(model).resolve("config.json"), "{}");
    }
  }

  @Test
  void of_twoGenerators_tellsTheOthersWhereTheyAre() {
    List<Launch> launches = LaunchPlan.of(settings(100, 2));

    assertThat(launches)
        .extracting(Launch::name)
        .containsExactly("generator-0", "generator-1", "verifier", "kv-cache", "orchestrator");
    assertThat(launches)
        .extracting(Launch::ports)
        .containsExactly(
            new Ports(9110, 8110),
            new Ports(9111, 8111),
            new Ports(9120, 8120),
            new Ports(9130, 8130),
            new Ports(9100, 8100));
    assertThat(launches.get(3).command())
        .contains("-Dmetagen.kv-cache.generators=127.0.0.1:9110,127.0.0.1:9111");
    assertThat(launches.get(4).command())
        .contains(
            "-Dmetagen.orchestrator.generators=127.0.0.1:9110,127.0.0.1:9111",
            "-Dmetagen.orchestrator.verifier=127.0.0.1:9120",
            "-Dmetagen.orchestrator.kv-cache=127.0.0.1:9130",
            "-Dquarkus.grpc.server.port=9100",
            "-Dquarkus.http.port=8100");
  }

  @Test
  void of_anyMesh_setsOpenMpBeforeTheProcessStarts() {
    assertThat(LaunchPlan.of(settings(0, 1)))
        .extracting(Launch::environment)
        .allSatisfy(
            environment ->
                assertThat(environment)
                    .containsEntry("OMP_NUM_THREADS", "2")
                    .containsEntry("OMP_WAIT_POLICY", "PASSIVE"));
  }

  @Test
  void with_variables_areOnTopOfThePlansOwn() {
    Launch launch =
        LaunchPlan.of(settings(0, 1)).getFirst().with(Map.of("OMP_NUM_THREADS", "7", "OTHER", "x"));

    assertThat(launch.environment())
        .containsOnly(
            Map.entry("OMP_NUM_THREADS", "7"),
            Map.entry("OMP_WAIT_POLICY", "PASSIVE"),
            Map.entry("OTHER", "x"));
  }

  @Test
  void of_noCheckpoint_namesTheFolder() throws IOException {
    Files.delete(root.resolve("reward/config.json"));

    assertThatThrownBy(() -> LaunchPlan.of(settings(0, 1)))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("no checkpoint in " + root.resolve("reward"));
  }

  @Test
  void of_offsetBeyondThePorts_isRefused() {
    assertThatThrownBy(() -> LaunchPlan.of(settings(60_000, 1)))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("[1, 65535]");
  }

  private MeshSettings settings(int offset, int generators) {
    return new MeshSettings(
        root,
        new MeshFolder(root.resolve("state")),
        offset,
        generators,
        2,
        "512m",
        root.resolve("generator"),
        root.resolve("reward"));
  }
}
