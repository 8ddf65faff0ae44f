package io.metagen.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.metagen.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTrialTest {

  @Test
  void read_progressAndResult_areTakenApart() throws IOException {
    String result =
        LoadProbe.MAPPER.writeValueAsString(
            new Loaded(new ResidentMemory(100, 150), new ResidentMemory(300, 340), 1.5));
    List<Long> heard = new ArrayList<>();
    Loaded loaded =
        LoadTrial.read(
            new BufferedReader(new StringReader("10 40\n40 40\n" + result + "\n")),
            (bytes, total) -> heard.addAll(List.of(bytes, total)));
    assertThat(heard).containsExactly(10L, 40L, 40L, 40L);
    assertThat(loaded.finalBytes()).isEqualTo(200);
    assertThat(loaded.peakBytes()).isEqualTo(240);
    assertThat(loaded.ratio()).isCloseTo(1.2, within(1e-12));
    assertThat(loaded.seconds()).isEqualTo(1.5);
  }

  @Test
  void read_processThatEndsEarly_isABenchException() {
    BufferedReader out = new BufferedReader(new StringReader("10 40\n"));
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> LoadTrial.read(out, (_, _) -> {}))
        .withMessageContaining("ended before");
  }

  @Test
  void parse_statusFile_readsKibibytes() {
    ResidentMemory memory =
        ResidentMemory.parse(
            List.of("Name:\tjava", "VmPeak:\t 9 kB", "VmHWM:\t    3 kB", "VmRSS:\t  2 kB"));
    assertThat(memory).isEqualTo(new ResidentMemory(2048, 3072));
  }
}
