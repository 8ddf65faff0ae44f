package io.metagen.bench.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.metagen.cli.run.StrategyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The outcome of {@code metagen bench mesh}. */
record MeshReport(
    String cpu, int cores, MeshSize size, List<MeshRow> rows, List<CacheRatio> ratios) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  MeshReport {
    rows = List.copyOf(rows);
    ratios = List.copyOf(ratios);
  }

  static MeshReport of(
      String cpu, MeshSize size, Map<MeshBench.Subject, List<RoundOutcome>> outcomes) {
    List<MeshRow> rows = new ArrayList<>();
    outcomes.forEach((subject, rounds) -> rows.add(MeshRow.of(subject, rounds)));
    List<CacheRatio> ratios = new ArrayList<>();
    for (StrategyName strategy :
        outcomes.keySet().stream().map(MeshBench.Subject::strategy).distinct().toList()) {
      ratios.add(
          CacheRatio.of(
              strategy.label(), of(outcomes, strategy, true), of(outcomes, strategy, false)));
    }
    return new MeshReport(cpu, Runtime.getRuntime().availableProcessors(), size, rows, ratios);
  }

  private static List<RoundOutcome> of(
      Map<MeshBench.Subject, List<RoundOutcome>> outcomes, StrategyName strategy, boolean cache) {
    return Objects.requireNonNull(outcomes.get(new MeshBench.Subject(strategy, cache)));
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the machine, both tables and what they say. */
  String table() {
    return String.join(
        System.lineSeparator(),
        "%s, %d cores; %d rounds of %d problems, N = %d, %d generators, seed %d"
            .formatted(
                cpu,
                cores,
                size.rounds(),
                size.problems(),
                size.samples(),
                size.generators(),
                size.seed()),
        AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, rowColumns()),
        AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, ratios, ratioColumns()),
        "computed: prompt tokens that were not cached, and tokens generated; own: the orchestrator's"
            + " time per generator or verifier call without waiting for one;",
        "CPU: processor time of its process per call; choice, rank: the router's time to choose a"
            + " replica, and to hear who holds a prompt. Medians, least to greatest of a round");
  }

  private static List<ColumnData<MeshRow>> rowColumns() {
    return List.of(
        left("strategy", MeshRow::strategy),
        left("prefix cache", row -> row.prefixCache() ? "on" : "off"),
        right(
            "problems/s",
            row -> decimal("%.2f", row.problemsPerSecond()) + span("%.2f", row.spread())),
        right("accuracy", row -> decimal("%.1f %%", 100 * row.accuracy())),
        right("generated", row -> count(row.generatedTokens())),
        right("prompt", row -> count(row.promptTokens())),
        right("of them cached", row -> count(row.cachedPromptTokens())),
        right("computed", row -> count(row.computedTokens())),
        right("calls", row -> row.generatorCalls() + " + " + row.verifierCalls()),
        right(
            "own ms/call",
            row -> decimal("%.2f", row.ownMillisPerCall()) + span("%.2f", row.ownSpread())),
        right("CPU ms/call", row -> decimal("%.2f", row.cpuMillisPerCall())),
        right(
            "choice us",
            row -> decimal("%.1f", row.choiceMicros()) + span("%.1f", row.choiceSpread())),
        right("rank ms", row -> decimal("%.2f", row.rankMillis())));
  }

  private static List<ColumnData<CacheRatio>> ratioColumns() {
    return List.of(
        left("strategy", CacheRatio::strategy),
        right(
            "cache on / off", row -> decimal("%.2f", row.onOverOff()) + span("%.2f", row.spread())),
        left("same answers", row -> row.sameAnswers() ? "yes" : "no"));
  }

  private static <R> ColumnData<R> left(String header, Function<R, String> value) {
    return column(header, HorizontalAlign.LEFT, value);
  }

  private static <R> ColumnData<R> right(String header, Function<R, String> value) {
    return column(header, HorizontalAlign.RIGHT, value);
  }

  private static <R> ColumnData<R> column(
      String header, HorizontalAlign align, Function<R, String> value) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(value);
  }

  private static String span(String format, List<Double> spread) {
    return " ("
        + decimal(format, spread.getFirst())
        + " to "
        + decimal(format, spread.getLast())
        + ")";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
