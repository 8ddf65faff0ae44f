package io.metagen.bench.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.mesh.MeshBench.Subject;
import io.metagen.cli.run.StrategyName;
import io.metagen.v1.Candidate;
import io.metagen.v1.Cost;
import io.metagen.v1.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshReportTest {
  private static final MeshSize SIZE = new MeshSize(2, 3, 64, 2, 1);
  private static final Overhead OVERHEAD = new Overhead(0.02, 0.1, 2, 20, 0.0001, 10, 0.004, 2);

  @Test
  void json_threeRounds_hasMediansSpreadsTotalsAndRatios() throws Exception {
    JsonNode report = new JsonMapper().readTree(report("7").json());

    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly("cpu", "cores", "size", "rows", "ratios");
    JsonNode row = report.get("rows").get(0);
    assertThat(row.get("strategy").asText()).isEqualTo("rebase");
    assertThat(row.get("prefixCache").asBoolean()).isTrue();
    assertThat(row.get("problemsPerSecond").asDouble()).as("of 1, 2 and 4").isEqualTo(2);
    assertThat(row.get("spread").toString()).isEqualTo("[1.0,4.0]");
    assertThat(row.get("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(row.get("generatedTokens").asLong()).isEqualTo(6 * 30);
    assertThat(row.get("promptTokens").asLong()).isEqualTo(6 * 100);
    assertThat(row.get("cachedPromptTokens").asLong()).isEqualTo(6 * 80);
    assertThat(row.get("computedTokens").asLong()).isEqualTo(6 * 50);
    assertThat(row.get("generatorCalls").asLong()).isEqualTo(6 * 4);
    assertThat(row.get("verifierCalls").asLong()).isEqualTo(6 * 5);
    assertThat(row.get("ownMillisPerCall").asDouble()).isEqualTo(1);
    assertThat(row.get("cpuMillisPerCall").asDouble()).isEqualTo(5);
    assertThat(row.get("choiceMicros").asDouble()).isEqualTo(10);
    assertThat(row.get("rankMillis").asDouble()).isEqualTo(2);
    JsonNode ratio = report.get("ratios").get(0);
    assertThat(ratio.get("onOverOff").asDouble()).as("of 1, 2 and 4").isEqualTo(2);
    assertThat(ratio.get("spread").toString()).isEqualTo("[1.0,4.0]");
    assertThat(ratio.get("sameAnswers").asBoolean()).isTrue();
  }

  @Test
  void json_oneAnswerDiffers_says() throws Exception {
    JsonNode report = new JsonMapper().readTree(report("8").json());

    assertThat(report.get("ratios").get(0).get("sameAnswers").asBoolean()).isFalse();
  }

  @Test
  void table_rows_haveTheMachineTheSizeAndTheFigures() {
    assertThat(report("7").table())
        .startsWith("A CPU, ")
        .contains("3 rounds of 2 problems, N = 64, 2 generators, seed 1")
        .containsPattern("rebase +\\| on +\\| +2\\.00 \\(1\\.00 to 4\\.00\\) \\| +50\\.0 % \\|")
        .containsPattern("rebase +\\| off +\\| +1\\.00 \\(1\\.00 to 1\\.00\\)")
        .containsPattern("rebase +\\| +2\\.00 \\(1\\.00 to 4\\.00\\) \\| yes");
  }

  /** With the cache, rounds take 2, 1 and half a second; without it 2 each. */
  private static MeshReport report(String firstAnswerWithoutCache) {
    Map<Subject, List<RoundOutcome>> outcomes = new LinkedHashMap<>();
    outcomes.put(
        new Subject(StrategyName.REBASE, true),
        List.of(round(2, "7", 80), round(1, "7", 80), round(0.5, "7", 80)));
    outcomes.put(
        new Subject(StrategyName.REBASE, false),
        List.of(round(2, firstAnswerWithoutCache, 0), round(2, "7", 0), round(2, "7", 0)));
    return MeshReport.of("A CPU", SIZE, outcomes);
  }

  private static RoundOutcome round(double seconds, String firstAnswer, int cached) {
    RoundOutcome.Builder round = new RoundOutcome.Builder();
    round.add(result(firstAnswer, cached), "7");
    round.add(result("9", cached), "10");
    return round.build(seconds, OVERHEAD);
  }

  private static RunResult result(String answer, int cached) {
    return RunResult.newBuilder()
        .setAnswer(Candidate.newBuilder().setAnswer(answer))
        .setCost(
            Cost.newBuilder()
                .setGeneratedTokenCount(30)
                .setPromptTokenCount(100)
                .setCachedPromptTokenCount(cached)
                .setGeneratorCallCount(4)
                .setVerifierCallCount(5))
        .build();
  }
}
