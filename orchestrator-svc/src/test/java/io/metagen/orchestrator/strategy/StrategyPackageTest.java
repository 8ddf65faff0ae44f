package io.metagen.orchestrator.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Strategies see ports, and nothing of what is behind them. */
final class StrategyPackageTest {
  @Test
  void sources_knowNeitherGrpcNorWhatIsBehindThePorts() throws IOException {
    List<Path> sources;
    try (Stream<Path> files =
        Files.list(Path.of("src/main/java/io/metagen/orchestrator/strategy"))) {
      sources = files.toList();
    }

    assertThat(sources).hasSizeGreaterThan(10);
    for (Path source : sources) {
      assertThat(Files.readString(source))
          .as("%s", source)
          .doesNotContain("io.grpc")
          .doesNotContain("io.quarkus")
          .doesNotContain("orchestrator.router")
          .doesNotContain("orchestrator.endpoint");
    }
  }
}
