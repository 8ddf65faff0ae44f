package io.metagen.verifier;

import static io.metagen.verifier.Requests.check;
import static io.metagen.verifier.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.AnswerCheck;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Verification;
import io.metagen.verifier.bounded.TimeLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerVerifierTest {
  private static final TimeLimit LIMIT = new TimeLimit(Duration.ofMinutes(1), 2);

  @Test
  void judge_answersOfOtherForms_areComparedAsMathematics() {
    List<Verification> judged =
        judge("\\frac{x+1}{2}", "\\boxed{0.5x+0.5}", "Answer: (x+1)/2", "Answer: x+1", "#### 3");

    assertThat(judged).extracting(Verification::getScore).containsExactly(1.0, 1.0, 0.0, 0.0);
    assertThat(judged)
        .extracting(Verification::getAnswer)
        .containsExactly("0.5x+0.5", "(x+1)/2", "x+1", "3");
    assertThat(judged)
        .extracting(Verification::hasFeedback)
        .containsExactly(false, false, true, true);
  }

  @Test
  void judge_noAnswer_isToldToGiveOne() {
    Verification judged = judge("7", "I am not sure").getFirst();

    assertThat(judged.hasScore()).isTrue();
    assertThat(judged.getScore()).isZero();
    assertThat(judged.hasAnswer()).isFalse();
    assertThat(judged.getFeedback().getText()).startsWith("no final answer was found");
  }

  @Test
  void judge_wrongAnswer_isNotToldTheReference() {
    for (Verification judged : judge("1234567", "Answer: 5", "Answer: (1,2)", "Answer: x", "")) {
      assertThat(judged.getFeedback().getText()).isNotEmpty().doesNotContain("1234567");
    }
  }

  @Test
  void judge_answerBeyondAllBounds_failsAlone() {
    List<Verification> judged = judge("9^{9^9}", "\\boxed{9^{387420488}}", "Answer: 9^{9^9}");

    assertThat(judged.getFirst().hasScore()).isFalse();
    assertThat(judged.getFirst().getFailure().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(judged.getLast().getScore()).isEqualTo(1);
  }

  private static List<Verification> judge(String reference, String... candidates) {
    AnswerCheck check = AnswerCheck.newBuilder().setReference(reference).build();
    return new AnswerVerifier(LIMIT)
        .judge(request("p", check(check), List.of())).of(List.of(candidates)).stream()
            .map(Judgement::verification)
            .toList();
  }
}
