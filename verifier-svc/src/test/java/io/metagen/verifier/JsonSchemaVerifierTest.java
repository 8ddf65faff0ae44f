package io.metagen.verifier;

import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.v1.ErrorReason;
import io.metagen.v1.JsonSchemaCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.verifier.bounded.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JsonSchemaVerifierTest {
  private static final TimeLimit LIMIT = new TimeLimit(Duration.ofMinutes(1), 2);
  private static final int LONGEST = 10_000;
  private static final String FIELD = "verifier.json_schema_check.schema: ";

  /** Takes single quotes for double ones. */
  static Verifier schema(String schema) {
    return Verifier.newBuilder()
        .setJsonSchemaCheck(JsonSchemaCheck.newBuilder().setSchema(schema.replace('\'', '"')))
        .build();
  }

  @Test
  void judge_documents_scoreOneWhereTheyAreValid() {
    String schema = "{'type': 'object', 'required': ['a']}";

    assertThat(judge(schema, "{'a': 1}", "{'b': 1}", "[", "Here:\n```json\n{'a': 2}\n```\nDone."))
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0, 0.0, 1.0);
  }

  @Test
  void judge_invalidDocument_isToldWhereAndAtMostTenTimes() {
    String schema = "{'items': {'type': 'integer'}}";
    String document =
        IntStream.range(0, 13).mapToObj(i -> "'x'").collect(Collectors.joining(",", "[", "]"));
    String feedback = judge(schema, document).getFirst().getFeedback().getText();

    assertThat(feedback.lines())
        .hasSize(JsonSchemaVerifier.LISTED + 1)
        .startsWith("at /0: string found, integer expected")
        .endsWith("and 3 more");
  }

  @Test
  void judge_badSchema_namesTheField() {
    assertThatThrownBy(() -> judge("{", "1")).hasMessageStartingWith(FIELD + "must be JSON: ");
    assertThatThrownBy(() -> judge("{'type': 'objekt'}", "1"))
        .hasMessageStartingWith(FIELD + "must be a JSON Schema: at /type: ");
    assertThatThrownBy(() -> judge("{'const': '" + "x".repeat(LONGEST) + "'}", "1"))
        .hasMessageStartingWith(FIELD + "must have at most ");
  }

  @Test
  void judge_candidateTooLong_failsAlone() {
    List<Verification> judged = judge("{}", "'" + "x".repeat(LONGEST) + "'", "1");

    assertThat(judged.getFirst().hasScore()).isFalse();
    assertThat(judged.getFirst().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(judged.getLast().getScore()).isEqualTo(1);
  }

  @Test
  void judge_schemaThatRefersToItselfWithoutEnd_failsTheCandidate() {
    assertThat(judge("{'$ref': '#'}", "1").getFirst().getFailure().getMessage())
        .contains("nests too deep");
  }

  /** Two to the fortieth paths through the schema. */
  @Test
  @Timeout(120)
  void judge_schemaThatExplodes_failsTheCandidateInTime() {
    String parts =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i ->
                    "'d%d': {'allOf': [{'$ref': '#/$defs/d%d'}, {'$ref': '#/$defs/d%d'}]}"
                        .formatted(i, i - 1, i - 1))
            .collect(Collectors.joining(", "));
    String schema = "{'$defs': {'d0': {'type': 'integer'}, " + parts + "}, '$ref': '#/$defs/d40'}";
    TimeLimit brief = new TimeLimit(Duration.ofSeconds(2), 2);

    Verification judged = judge(brief, schema, "1").getFirst();
    assertThat(judged.hasScore()).isFalse();
    assertThat(judged.getFailure().getReason()).isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
  }

  private static List<Verification> judge(String schema, String... candidates) {
    return judge(LIMIT, schema, candidates);
  }

  private static List<Verification> judge(TimeLimit limit, String schema, String... candidates) {
    List<String> texts = List.of(candidates).stream().map(text -> text.replace('\'', '"')).toList();
    return JsonSchemaVerifier.ready(limit, LONGEST)
        .judge(request("p", schema(schema), List.of()))
        .of(texts)
        .stream()
        .map(Judgement::verification)
        .toList();
  }
}
