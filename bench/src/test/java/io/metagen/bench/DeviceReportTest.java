package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceReportTest {
  private static final DeviceReport REPORT =
      new DeviceReport(
          "cuda:0",
          "25",
          "0.35.1",
          "2.7.1",
          List.of(
              DeviceRow.of(
                  new ReportRow.Subject(
                      Shape.B05, Precision.BF16, Workload.of(Measure.SHARED_PREFIX, 16, 100, 1)),
                  List.of(1200.04, 1000.0, 1350.5))));

  @Test
  void json_oneRow_hasNothingOfAPeer() {
    assertThat(REPORT.json())
        .isEqualTo(
            "{\"device\":\"cuda:0\",\"java\":\"25\",\"djl\":\"0.35.1\",\"libtorch\":\"2.7.1\","
                + "\"rows\":[{\"shape\":\"0.5B\",\"precision\":\"bf16\","
                + "\"measure\":\"sharedPrefix\",\"batch\":16,\"ours\":1200.0,"
                + "\"spread\":[1000.0,1350.5]}]}");
  }

  @Test
  void table_oneRow_hasTheDeviceAndSaysWhyThereIsNoPeer() {
    assertThat(REPORT.table())
        .startsWith("cuda:0; Java 25, DJL 0.35.1, libtorch 2.7.1")
        .containsPattern("0\\.5B +\\| bf16 +\\| sharedPrefix +\\| +16 \\| +1,200\\.0 \\|")
        .contains("1,000.0 to 1,350.5", "no peer")
        .doesNotContain("ratio", "setup");
  }
}
