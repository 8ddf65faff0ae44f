package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Outcome;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineReportTest {
  private static final Hardware HARDWARE =
      new Hardware("A CPU", 2, 2, 24, 37.5, Map.of("f32", 148.0), "25", "0.35.1", "2.7.1", "v1");

  private static final JlamaReport NONE = new JlamaReport("0.8.4", List.of(), List.of());

  @Test
  void json_oneRow_isTheDocumentedShape() {
    assertThat(report(List.of()).json())
        .isEqualTo(
            "{\"hardware\":{\"cpu\":\"A CPU\",\"cores\":2,\"threads\":2,\"memoryGiB\":24,"
                + "\"readGBPerSecond\":37.5,\"matrixGflops\":{\"f32\":148.0},"
                + "\"java\":\"25\",\"djl\":\"0.35.1\",\"libtorch\":\"2.7.1\",\"llamaCpp\":\"v1\"},"
                + "\"rows\":[{\"shape\":\"0.5B\",\"precision\":\"int8\",\"measure\":\"sharedPrefix\","
                + "\"batch\":16,\"ours\":200.0,\"peer\":100.0,\"ratio\":2.0,\"spread\":[1.5,2.25],"
                + "\"peerSetup\":\"flash attention\"}],"
                + "\"jlama\":{\"version\":\"0.8.4\",\"rows\":[],\"leftOut\":[]}}");
  }

  @Test
  void json_rowWithALimit_hasIt() {
    assertThat(report(List.of(250.0, 200.0, 250.0)).json())
        .contains("\"spread\":[1.5,2.25],\"limit\":250.0,\"share\":0.8,\"peerSetup\"");
  }

  @Test
  void table_oneRow_hasTheMachineAndTheRow() {
    assertThat(report(List.of(250.0, 200.0, 250.0)).table())
        .startsWith(
            "A CPU, 2 cores, 2 threads, 24 GiB, reads 37.5 GB/s; GFLOP/s of large products: f32 148.0")
        .contains("Java 25, DJL 0.35.1, libtorch 2.7.1, llama.cpp v1", " 80 % ")
        .containsPattern(
            "0\\.5B +\\| int8 +\\| sharedPrefix +\\| +16 \\| +200\\.0 \\| +100\\.0 \\|")
        .contains("1.50 to 2.25");
  }

  @Test
  void json_rowAgainstJlama_isApartFromTheOthers() {
    EngineReport plain = report(List.of());
    String json = with(plain, new JlamaReport("0.8.4", plain.rows(), List.of("15M: why"))).json();
    assertThat(json)
        .contains("\"jlama\":{\"version\":\"0.8.4\",\"rows\":[{\"shape\":\"0.5B\"")
        .endsWith("}],\"leftOut\":[\"15M: why\"]}}");
    assertThat(json.substring(0, json.indexOf("\"jlama\"")))
        .isEqualTo(plain.json().substring(0, plain.json().indexOf("\"jlama\"")));
  }

  @Test
  void table_rowsAgainstJlama_areASecondTableWithWhatIsLeftOut() {
    EngineReport plain = report(List.of());
    assertThat(plain.table()).doesNotContain("Jlama");
    assertThat(with(plain, new JlamaReport("0.8.4", plain.rows(), List.of("15M: why"))).table())
        .contains("Jlama 0.8.4", "| Jlama |", "Jlama's setup", "no row for Jlama: 15M: why");
  }

  private static EngineReport with(EngineReport report, JlamaReport jlama) {
    return new EngineReport(report.hardware(), report.rows(), jlama);
  }

  private static EngineReport report(List<Double> limits) {
    Workload workload = Workload.of(Measure.SHARED_PREFIX, 16, 100, 1);
    Outcome outcome =
        new Outcome(
            List.of(200.0, 150.0, 225.0), List.of(100.0, 100.0, 100.0), limits, "flash attention");
    ReportRow.Subject subject = new ReportRow.Subject(Shape.B05, Precision.INT8, workload);
    return new EngineReport(HARDWARE, List.of(ReportRow.of(subject, outcome)), NONE);
  }
}
