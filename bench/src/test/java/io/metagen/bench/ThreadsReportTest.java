package io.metagen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.threads.OpenMp;
import io.metagen.bench.threads.Rates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsReportTest {
  private final ThreadsReport report =
      ThreadsReport.of(
          Map.of(
              new OpenMp(2, "PASSIVE", Map.of()),
              List.of(
                  new Rates(3, 30, 300, 3000),
                  new Rates(1, 10, 100, 1000),
                  new Rates(2, 20, 200, 2000))));

  @Test
  void of_rounds_hasMediansAndExtremes() {
    ThreadsReport.Row row = report.rows().getFirst();

    assertThat(row.threads()).isEqualTo(2);
    assertThat(row.generator()).isEqualTo(new ThreadsReport.Rate(2, 1, 3));
    assertThat(row.reward()).isEqualTo(new ThreadsReport.Rate(20, 10, 30));
    assertThat(row.generatorWithReward()).isEqualTo(new ThreadsReport.Rate(200, 100, 300));
    assertThat(row.rewardWithGenerator()).isEqualTo(new ThreadsReport.Rate(2000, 1000, 3000));
  }

  @Test
  void json_report_namesEveryRate() {
    assertThat(report.json())
        .contains("\"threads\":2")
        .contains(
            "\"rewardWithGenerator\":{\"median\":2000.0,\"least\":1000.0,\"greatest\":3000.0}");
  }
}
