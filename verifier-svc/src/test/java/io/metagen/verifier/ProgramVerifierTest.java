package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.ProgramCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import io.metagen.verifier.program.ProgramLimits;
import io.metagen.verifier.program.ProgramSandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgramVerifierTest {
  private static final ProgramLimits LIMITS =
      new ProgramLimits(Duration.ofSeconds(5), Duration.ofMinutes(1), 256L << 20, 0, 0);

  @Test
  void of_candidates_getScoresInOrderAndFeedbackWhereTheyFail() {
    List<Verification> verifications =
        verifier("python3")
            .judge(request("python", "assert f(2) == 4"))
            .of(
                List.of(
                    "Squares:\n```python\ndef f(x):\n    return x * x\n```\nThat is all.",
                    "def f(x): return x + 1",
                    "def f(x): return x +"))
            .stream()
            .map(Judgement::verification)
            .toList();

    assertThat(verifications).extracting(Verification::getScore).containsExactly(1.0, 0.0, 0.0);
    assertThat(verifications).extracting(Verification::hasFailure).containsOnly(false);
    assertThat(verifications)
        .extracting(v -> v.getFeedback().getText())
        .containsExactly(
            "",
            "failed\nline 1 of the tests: assert f(2) == 4\nleft side: 3\nright side: 4",
            "error: SyntaxError: invalid syntax (<program>, line 1)\nline 1 of the program");
  }

  @ParameterizedTest
  @CsvSource({
    "'', assert True, verifier.program_check.language, must be one of: python",
    "ruby, assert True, verifier.program_check.language, must be one of: python",
    "python, '', verifier.program_check.tests, there is no assert",
    "python, x = 1, verifier.program_check.tests, there is no assert",
    "python, assert (, verifier.program_check.tests, line 1"
  })
  void judge_badCheck_namesTheField(String language, String tests, String field, String text) {
    assertThatThrownBy(() -> verifier("python3").judge(request(language, tests)))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD))
        .hasMessageContaining(field)
        .hasMessageContaining(text);
  }

  @Test
  void judge_noPython_isNotImplemented() {
    assertThatThrownBy(() -> verifier("no-such-python").judge(request("python", "assert True")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.ERROR_REASON_NOT_IMPLEMENTED))
        .hasMessageContaining("Python 3.10");
  }

  @Test
  void of_interruptedCaller_givesUp() {
    CandidateVerifier.Judge judge = verifier("python3").judge(request("python", "assert True"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> judge.of(List.of("while True: pass", "while True: pass")))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.ERROR_REASON_CALLER_CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static ProgramVerifier verifier(String python) {
    return new ProgramVerifier(new ProgramSandbox(python, LIMITS, 2));
  }

  private static VerifyRequest request(String language, String tests) {
    return Requests.request(
        "problem",
        Verifier.newBuilder()
            .setProgramCheck(ProgramCheck.newBuilder().setLanguage(language).setTests(tests))
            .build(),
        List.of());
  }
}
