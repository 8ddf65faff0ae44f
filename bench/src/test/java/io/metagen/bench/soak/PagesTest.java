package io.metagen.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the service's pages and from the system's files. */
class PagesTest {

  @Test
  void integrity_wholePage_hasTheBlocksByState() {
    Integrity read =
        Integrity.of(
            """
            {"status":"UP","checks":[{"name":"KV blocks","status":"UP",
            "data":{"running":2,"used":10,"cached":30,"total":100}}]}""");
    assertThat(read).isEqualTo(new Integrity(true, "", 2, 10, 30, 100));
    assertThat(read.text()).contains("60 free of 100");
  }

  @Test
  void integrity_fault_isNotWholeAndNamesIt() {
    Integrity read =
        Integrity.of(
            """
            {"status":"DOWN","checks":[{"name":"KV blocks","status":"DOWN",
            "data":{"fault":"block 7 is held by nobody"}}]}""");
    assertThat(read.whole()).isFalse();
    assertThat(read.text()).isEqualTo("integrity is broken: block 7 is held by nobody");
  }

  @Test
  void integrity_pageOfAnotherService_isRefused() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> Integrity.of("{\"status\":\"UP\",\"checks\":[]}"))
        .withMessageContaining("no check of the KV blocks");
  }

  @Test
  void value_severalLabelSets_areSummedAndAbsentOnesRefused() {
    MetricsPage page = MetricsPage.of("# HELP a b\na{x=\"1\"} 2.0\na{x=\"2\"} 3.5\nab 9\n");
    assertThat(page.value("a")).isEqualTo(5.5);
    assertThatExceptionOfType(BenchException.class).isThrownBy(() -> page.value("b"));
  }

  @Test
  void procFiles_memoryAndBusyTime_haveTheirUnits(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("42"));
    Files.writeString(root.resolve("42/status"), "VmRSS:\t 2048 kB\nRssAnon:\t  512 kB\n");
    Files.writeString(root.resolve("stat"), "cpu  100 20 30 9999 8888 1 2 47 5 5\ncpu0 1\n");
    ProcFiles proc = new ProcFiles(root);
    assertThat(proc.memoryMiB(42, "VmRSS")).isEqualTo(2);
    assertThat(proc.memoryMiB(42, "RssAnon")).isEqualTo(0.5);
    assertThat(proc.busySeconds()).isEqualTo(2);
  }

  @Test
  void procFiles_processThatIsGone_isRefused(@TempDir Path root) {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> new ProcFiles(root).memoryMiB(1, "VmRSS"))
        .withMessageContaining("a service that runs");
  }
}
