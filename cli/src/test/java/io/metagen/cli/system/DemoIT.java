package io.metagen.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshFolder;
import io.metagen.cli.mesh.RunningService;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code metagen demo} as users start it: a program of its own, with the embedded models. */
class DemoIT {

  private static final Path HOME = Path.of("target", "demo-home").toAbsolutePath();
  private static final String PORT_OFFSET = "700";

  private final Mesh mesh = new Mesh(new MeshFolder(HOME.resolve("demo")));

  @AfterEach
  void stop() {
    assertThat(mesh.services()).as("services that the demo left behind").isEmpty();
  }

  @Test
  void json_twiceWithOneSeed_printsTheSameCountsAndNothingElse() throws Exception {
    ObjectNode first = report();

    assertThat(first.get("seed").asLong()).isEqualTo(7);
    assertThat(first.get("problems").asInt()).isEqualTo(3);
    assertThat(first.get("samples").asInt()).isEqualTo(4);
    assertThat(first.get("rows").findValuesAsText("strategy"))
        .containsExactly("greedy", "majority-vote", "best-of-n", "weighted-vote");
    for (JsonNode row : first.get("rows")) {
      assertThat(row.get("generatedTokens").asLong()).isPositive();
      assertThat(row.get("generatorGflop").asDouble()).isPositive();
    }
    assertThat(report()).isEqualTo(first);
  }

  @Test
  void interrupt_whileItRuns_stopsEverything() throws Exception {
    Process demo = demo("--problems", "200").redirectErrorStream(true).start();
    List<RunningService> services;
    try (BufferedReader output = demo.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.startsWith("cost: ")) {
        line = output.readLine();
      }
      services = mesh.services();
      assertThat(services).hasSize(4).allMatch(RunningService::isAlive);

      new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();
      while (line != null) {
        line = output.readLine();
      }
    }

    assertThat(demo.waitFor()).isNotZero();
    assertThat(services).noneMatch(RunningService::isAlive);
  }

  /** Runs a small demo and returns its document without the times. */
  private static ObjectNode report() throws IOException, InterruptedException {
    Process demo =
        demo("--problems", "3", "--samples", "4", "--seed", "7", "--json")
            .redirectError(Redirect.DISCARD)
            .start();
    String output = new String(demo.getInputStream().readAllBytes(), UTF_8);
    assertThat(demo.waitFor()).isZero();
    ObjectNode report = (ObjectNode) new JsonMapper().readTree(output);
    for (JsonNode row : report.get("rows")) {
      assertThat(((ObjectNode) row).remove("wallSeconds").asDouble()).isPositive();
    }
    return report;
  }

  private static ProcessBuilder demo(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                // A shell starts its background jobs, and what they start, with interrupts ignored.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmetagen.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-jar",
                Path.of("target", "metagen-cli.jar").toString(),
                "demo",
                "--port-offset",
                PORT_OFFSET));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("METAGEN_HOME", HOME.toString());
    return builder;
  }
}
