package io.metagen.bench.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverheadTest {
  private static final MetricsPage BEFORE =
      page(
          """
          # HELP metagen_run_calls_total of runs
          metagen_run_calls_total{strategy="rebase"} 10.0
          metagen_run_own_time_seconds_count{strategy="rebase"} 1
          metagen_run_own_time_seconds_sum{strategy="rebase"} 0.5
          metagen_run_own_time_seconds_max{strategy="rebase"} 9.0
          process_cpu_time_ns_total 1.0E9
          metagen_router_choice_seconds_count 3
          metagen_router_choice_seconds_sum 0.003
          """);

  @Test
  void between_twoPages_isWhatWasGainedOverAllLabels() {
    MetricsPage after =
        page(
            """
            metagen_run_calls_total{strategy="best_of_n"} 34.0
            metagen_run_calls_total{strategy="rebase"} 16.0 # {span_id="f7",trace_id="ca"} 17.0 1795292705.5
            metagen_run_own_time_seconds_count{strategy="best_of_n"} 2
            metagen_run_own_time_seconds_count{strategy="rebase"} 2
            metagen_run_own_time_seconds_sum{strategy="best_of_n"} 0.03
            metagen_run_own_time_seconds_sum{strategy="rebase"} 0.51
            process_cpu_time_ns_total 1.2E9
            metagen_router_choice_seconds_count 7
            metagen_router_choice_seconds_sum 0.0031
            metagen_router_rank_seconds_count 2
            metagen_router_rank_seconds_sum 0.006
            """);

    Overhead overhead = Overhead.between(BEFORE, after);

    assertThat(overhead.runs()).isEqualTo(3);
    assertThat(overhead.calls()).isEqualTo(40);
    assertThat(overhead.ownMillisPerCall()).isCloseTo(1.0, within());
    assertThat(overhead.cpuMillisPerCall()).isCloseTo(5.0, within());
    assertThat(overhead.choiceMicros()).isCloseTo(25.0, within());
    assertThat(overhead.rankMillis()).isCloseTo(3.0, within());
  }

  @Test
  void between_nothingAsked_ranksInNoTime() {
    assertThat(Overhead.between(BEFORE, BEFORE).rankMillis()).isZero();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-9);
  }

  private static MetricsPage page(String text) {
    return new MetricsPage(text.lines().toList());
  }
}
