package io.metagen.verifier;

import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.v1.ErrorReason;
import io.metagen.v1.RegexCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.verifier.bounded.TimeLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RegexVerifierTest {
  private static final TimeLimit LIMIT = new TimeLimit(Duration.ofMinutes(1), 2);

  static Verifier regex(String pattern) {
    return Verifier.newBuilder().setRegexCheck(RegexCheck.newBuilder().setPattern(pattern)).build();
  }

  @Test
  void judge_wholeCandidate_scoresOneWhereItMatches() {
    assertThat(judge("[ab]+", "ab", "xab", "abx", ""))
        .extracting(Verification::getScore)
        .containsExactly(1.0, 0.0, 0.0, 0.0);
    assertThat(judge("(?s).*Answer: \\d+", "so\nAnswer: 12").getFirst())
        .isEqualTo(Verification.newBuilder().setScore(1).setAnswer("12").build());
  }

  @Test
  void judge_candidateThatDoesNotMatch_isToldWhere() {
    List<Verification> judged =
        judge("one\\n(two|three)\\n", "one\nfour\n", "one\ntwo", "one\ntwö\n");

    assertThat(judged.get(0).getFeedback().getText())
        .isEqualTo("does not match the pattern from line 2, character 1 on: \"f\"");
    assertThat(judged.get(0).getFeedback().getStepIndex()).isEqualTo(1);
    assertThat(judged.get(1).getFeedback().getText())
        .isEqualTo("matches the pattern up to its end, where something is missing");
    assertThat(judged.get(1).getFeedback().hasStepIndex()).isFalse();
    assertThat(judged.get(2).getFeedback().getText())
        .isEqualTo("does not match the pattern from line 2, character 3 on: \"ö\"");
    assertThat(judge("\\Qa(b", "x").getFirst().getFeedback().getText())
        .isEqualTo("does not match the pattern");
  }

  @Test
  void judge_badPattern_namesTheField() {
    assertThatThrownBy(() -> judge("", "a"))
        .hasMessageStartingWith("verifier.regex_check.pattern: ");
    assertThatThrownBy(() -> judge("x(a", "a"))
        .hasMessageStartingWith("verifier.regex_check.pattern: is no pattern of RE2");
  }

  /** Four million characters times some ten thousand states. */
  @Test
  @Timeout(120)
  void judge_candidateThatTakesTooLong_failsAlone() {
    TimeLimit brief = new TimeLimit(Duration.ofMillis(200), 2);
    String text = "a".repeat(4_000_000);
    List<Judgement> judged =
        new RegexVerifier(brief)
            .judge(request("p", regex("((a?){80}){80}b"), List.of()))
            .of(List.of(text, "b"));

    assertThat(judged.getFirst().verification().hasScore()).isFalse();
    assertThat(judged.getFirst().verification().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_DEADLINE);
    assertThat(judged.getLast().verification().getScore()).isEqualTo(1);
  }

  private static List<Verification> judge(String pattern, String... candidates) {
    return new RegexVerifier(LIMIT)
        .judge(request("p", regex(pattern), List.of())).of(List.of(candidates)).stream()
            .map(Judgement::verification)
            .toList();
  }
}
