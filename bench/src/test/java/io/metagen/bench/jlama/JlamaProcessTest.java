package io.metagen.bench.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JlamaProcessTest {
  @TempDir private Path folder = Path.of("");
  private Path log = folder;

  @BeforeEach
  void nameLog() {
    log = folder.resolve("log");
  }

  @Test
  void ask_twice_isAnsweredInOrder() {
    try (JlamaProcess process = shell("while read line; do echo \"<$line>\"; done")) {
      assertThat(process.ask("run 1")).isEqualTo("<run 1>");
      assertThat(process.ask("run 2")).isEqualTo("<run 2>");
    }
  }

  @Test
  void ask_processThatFails_throwsAndNamesTheLog() throws IOException {
    try (JlamaProcess process = shell("read line; echo broken >&2; exit 1")) {
      assertThatThrownBy(() -> process.ask("run 1"))
          .isInstanceOf(BenchException.class)
          .hasMessage("Jlama has ended, see " + log);
      assertThat(Files.readString(log)).isEqualTo("broken\n");
    }
  }

  @Test
  void start_noSuchProgram_throws() {
    assertThatThrownBy(() -> JlamaProcess.start(List.of("/no/such/program"), log))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("can't start Jlama: ");
  }

  private JlamaProcess shell(String script) {
    return JlamaProcess.start(List.of("sh", "-c", script), log);
  }
}
