package io.metagen.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.bench.soak.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
  private static final Footprint BEFORE = new Footprint(900, 400, 50, 40, 0, 2);
  private static final List<Tally.Row> ROWS =
      List.of(new Tally.Row("a", 10, 5), new Tally.Row("b", 1, 5));

  @Test
  void of_serviceAsBefore_passesEverything() {
    Outcome outcome = new Outcome(ROWS, Map.of(), Map.of(), BEFORE, BEFORE);

    assertThat(Verdicts.of(outcome)).hasSize(8).allMatch(Verdict::passed);
  }

  @ParameterizedTest
  @CsvSource({
    "416, 58, 48, 0, 2, ''",
    "416.1, 50, 40, 0, 2, native memory",
    "400, 59, 40, 0, 2, open files",
    "400, 50, 49, 0, 2, threads",
    "400, 50, 40, 1, 2, processes",
    "400, 50, 40, 0, 3, temporary files"
  })
  void of_serviceThatHoldsMore_failsThatDemandAlone(
      double memory, int files, int threads, int children, int scratch, String failed) {
    Footprint after = new Footprint(900, memory, files, threads, children, scratch);

    assertThat(failed(new Outcome(ROWS, Map.of(), Map.of(), BEFORE, after)))
        .isEqualTo(failed.isEmpty() ? List.of() : List.of(failed));
    assertThat(Verdicts.settled(BEFORE, after))
        .isEqualTo(failed.isEmpty() || failed.equals("native memory"));
  }

  @Test
  void of_failedCallsAndWrongAnswers_failTheirDemandsAndTellThem() {
    Outcome outcome =
        new Outcome(ROWS, Map.of("a: DOWN", 3L), Map.of("b", "[1.0]"), BEFORE, BEFORE);

    assertThat(failed(outcome)).containsExactly("no error", "right answers");
    assertThat(Verdicts.of(outcome))
        .extracting(Verdict::finding)
        .anyMatch(finding -> finding.contains("{a: DOWN=3}"))
        .anyMatch(finding -> finding.contains("{b=[1.0]}"));
  }

  @Test
  void of_kindThatNobodyCalled_fails() {
    List<Tally.Row> rows = List.of(ROWS.getFirst(), new Tally.Row("c", 0, 0));

    assertThat(failed(new Outcome(rows, Map.of(), Map.of(), BEFORE, BEFORE)))
        .containsExactly("every kind");
  }

  @Test
  void report_oneFailedDemand_failsAndIsReadByPeopleAndPrograms() {
    VerifySettings settings = new VerifySettings(20, 4, 1, 950, 1);
    Footprint after = new Footprint(900, 400, 50, 40, 1, 2);
    VerifyReport report =
        VerifyReport.of(settings, new Outcome(ROWS, Map.of(), Map.of(), BEFORE, after));

    assertThat(report.passed()).isFalse();
    assertThat(report.text())
        .contains("FAILED  processes: 0 before, 1 after (bound: 0)")
        .contains("ok      no error: no call failed")
        .contains("| before   |");
    assertThat(report.json())
        .contains("\"passed\":false")
        .contains("{\"kind\":\"b\",\"calls\":1,\"meanMillis\":5.0}")
        .contains("\"callers\":4");
    assertThat(settings.warmUpSeconds()).isEqualTo(10);
    assertThat(new VerifySettings(120, 4, 1, 950, 1).warmUpSeconds()).isEqualTo(30);
  }

  private static List<String> failed(Outcome outcome) {
    return Verdicts.of(outcome).stream()
        .filter(verdict -> !verdict.passed())
        .map(Verdict::demand)
        .toList();
  }
}
