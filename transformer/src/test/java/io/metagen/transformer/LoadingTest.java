package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.reference.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener hears of a network's loading. */
final class LoadingTest {

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "LLAMA_TIED", "QWEN2", "LLAMA_SCALAR"})
  void load_anyNetwork_countsUpToTheTotal(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 3);
    List<Long> heard = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    LoadListener listener =
        (bytes, total) -> {
          heard.add(bytes);
          totals.add(total);
        };
    Transformer.load(folder, Transformer.Options.cpu(Precision.INT8), listener).close();
    assertThat(heard).isSorted().doesNotHaveDuplicates();
    assertThat(totals).containsOnly(heard.getLast());
  }

  @Test
  void loaded_everySecond_everySecondCallIsALine() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    List<Instant> now = new ArrayList<>(List.of(start));
    List<String> lines = new ArrayList<>();
    LoadLog log = new LoadLog("models/x", now::getLast, lines::add);
    for (int second = 1; second <= 5; second++) {
      now.add(start.plusSeconds(second));
      log.loaded(second * 1_000_000_000L, 5_000_000_000L);
    }
    assertThat(lines)
        .containsExactly(
            "loading models/x: 2.0 of 5.0 GB, 40 %", "loading models/x: 4.0 of 5.0 GB, 80 %");
  }
}
