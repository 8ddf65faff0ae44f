package io.metagen.bench.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The outcome of {@code metagen bench soak}.
 *
 * @param passed whether every demand was met
 * @param verdicts one for each demand
 */
record SoakReport(SoakSettings settings, boolean passed, List<Verdict> verdicts, Outcome outcome) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static SoakReport of(SoakSettings settings, Outcome outcome) {
    List<Verdict> verdicts = Verdicts.of(outcome);
    return new SoakReport(settings, verdicts.stream().allMatch(Verdict::passed), verdicts, outcome);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }

  /** Returns the five parts of the run, what was done, and the verdicts. */
  String text() {
    StringBuilder text = new StringBuilder();
    Window window = Window.afterWarmUp(outcome.readings());
    line(
        text,
        AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, window.fifths(), columns()));
    EngineReading engine = window.last().engine();
    line(text, "seed " + settings.seed() + "; calls: " + outcome.calls());
    line(
        text,
        "engine: %,d steps, %,d tokens generated, %,d of %,d prompt tokens from the cache, %,d preemptions, %,d cancellations"
            .formatted(
                engine.steps(),
                engine.generatedTokens(),
                engine.cachedPromptTokens(),
                engine.promptTokens(),
                engine.preemptions(),
                engine.cancellations()));
    for (Verdict verdict : verdicts) {
      line(text, verdict.text());
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

  private static List<ColumnData<Window>> columns() {
    return List.of(
        column("from s", part -> decimal("%.0f", part.first().seconds())),
        column("to s", part -> decimal("%.0f", part.last().seconds())),
        column("tokens/s", part -> decimal("%,.1f", part.tokensPerSecond())),
        column("tokens/CPU s", part -> decimal("%,.1f", part.tokensPerCpuSecond())),
        column("native MiB", part -> decimal("%.1f", part.nativeMiB())),
        column("resident MiB", part -> decimal("%.1f", part.residentMiB())),
        column("waiting", part -> decimal("%.0f", part.waiting())),
        column("others' cores", part -> decimal("%.2f", part.otherCores())));
  }

  private static ColumnData<Window> column(String header, Function<Window, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(value);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
