package io.metagen.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {

  @Test
  void selfMicros_nested_leavesOutWhatWasCalledInside() {
    Trace trace =
        trace(event("b", 20, 10), event("outer", 0, 100), event("a", 10, 30), event("b", 40, 20));
    assertThat(trace.selfMicros()).isEqualTo(Map.of("outer", 50.0, "a", 20.0, "b", 30.0));
  }

  @Test
  void selfMicros_sameStart_theLongerIsOutside() {
    Trace trace = trace(event("inner", 0, 40), event("outer", 0, 100));
    assertThat(trace.selfMicros()).isEqualTo(Map.of("outer", 60.0, "inner", 40.0));
  }

  @Test
  void selfMicros_otherThread_isNotInside() {
    Trace trace = new Trace(List.of(event("outer", 0, 100), new TraceEvent("a", 2, 10, 30)));
    assertThat(trace.selfMicros()).isEqualTo(Map.of("outer", 100.0, "a", 30.0));
  }

  @Test
  void selfMicros_endRoundedUp_theNextIsANeighbour() {
    Trace trace = trace(event("a", 0, 10.001), event("b", 10, 5));
    assertThat(trace.selfMicros()).isEqualTo(Map.of("a", 10.001, "b", 5.0));
  }

  @Test
  void read_chromesFormat_hasTheIntervalsAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trace.json");
    Files.writeString(
        file,
        """
        [{"name": "a", "ph": "X", "ts": 1.5, "dur": 2.25, "tid": 3, "args": {}},
         {"name": "process", "ph": "M", "tid": 3}]
        """);
    assertThat(Trace.read(file).events()).containsExactly(new TraceEvent("a", 3, 1.5, 2.25));
  }

  @Test
  void read_noTrace_saysSo(@TempDir Path folder) throws IOException {
    Path cut = Files.writeString(folder.resolve("cut.json"), "[{\"name\": \"a\"");
    Path bare = Files.writeString(folder.resolve("bare.json"), "[{\"ph\": \"X\"}]");
    assertThatThrownBy(() -> Trace.read(cut)).isInstanceOf(BenchException.class);
    assertThatThrownBy(() -> Trace.read(bare))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("name");
  }

  private static Trace trace(TraceEvent... events) {
    return new Trace(List.of(events));
  }

  private static TraceEvent event(String name, double start, double duration) {
    return new TraceEvent(name, 1, start, duration);
  }
}
