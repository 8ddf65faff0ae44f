package io.metagen.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packaged services that can't serve end, and say why. */
class StartIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder = Path.of("set by JUnit");

  @ParameterizedTest
  @ValueSource(strings = {"generator-svc", "verifier-svc"})
  void start_javaWithoutVectorApi_endsWithOneLineThatNamesTheFlag(String module) throws Exception {
    Ended ended = run(module, List.of());
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output())
        .containsExactly(
            "metagen: this service needs Java's Vector API: start java with"
                + " --add-modules jdk.incubator.vector (before -jar, or in JAVA_TOOL_OPTIONS)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generator.model-folder", "verifier.reward-models.reward.folder"})
  void start_noCheckpoint_endsAndNamesTheFolder(String setting) throws Exception {
    Path missing = folder.resolve("none");
    Ended ended =
        run(
            setting.substring(0, setting.indexOf('.')) + "-svc",
            List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dquarkus.grpc.server.port=0",
                "-Dquarkus.http.port=0",
                "-Dmetagen." + setting + "=" + missing));
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output())
        .anyMatch(
            line ->
                line.contains("Failed to start application") && line.contains(missing.toString()));
  }

  private record Ended(int status, List<String> output) {}

  private Ended run(String module, List<String> options) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(ROOT.resolve(module).resolve("target/quarkus-app/quarkus-run.jar").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("ended by itself")
          .isTrue();
      return new Ended(process.exitValue(), Files.readAllLines(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
