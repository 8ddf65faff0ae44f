package io.metagen.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.metagen.error.ServiceException;
import io.metagen.v1.Utility;
import io.metagen.v1.Verifier;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private final FakeVerifier verifier = new FakeVerifier();

  ExchangeTest() throws IOException {}

  @AfterEach
  void stop() {
    verifier.close();
  }

  @Test
  void fault_scoresWithinTheTolerance_isNone() {
    assertThat(scores(List.of("0.25", "1"), 0.25009, 1.0).fault(verifier.stub())).isEmpty();
  }

  @Test
  void fault_anotherScoreOrOrderOrNumberOfScores_tellsBoth() {
    assertThat(scores(List.of("0.25"), 0.2502).fault(verifier.stub()))
        .hasValue("[0.25], right is [0.2502]");
    assertThat(scores(List.of("0", "1"), 1.0, 0.0).fault(verifier.stub())).isPresent();
    assertThat(scores(List.of("0", "1"), 0.0).fault(verifier.stub())).isPresent();
  }

  @Test
  void fault_candidateWithoutAScore_isWrong() {
    assertThat(scores(List.of("none"), 0.0).fault(verifier.stub()))
        .hasValue("[NaN], right is [0.0]");
  }

  @Test
  void fault_candidateOrCallThatFails_fails() {
    assertThatThrownBy(() -> scores(List.of("1", "late"), 1.0, 1.0).fault(verifier.stub()))
        .isInstanceOf(ServiceException.class)
        .hasMessage("too late");
    assertThatThrownBy(() -> scores(List.of("down"), 1.0).fault(verifier.stub()))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void fault_utilities_areComparedRowByRow() {
    assertThat(utilities(2.0, 3.0, 3.0, 4.0).fault(verifier.stub())).isEmpty();
    assertThat(utilities(2.0, 3.0, 4.0, 3.0).fault(verifier.stub())).isPresent();
  }

  private static Exchange scores(List<String> candidates, Double... right) {
    return new Exchange.Scores(
        Texts.verify("p", Verifier.newBuilder(), candidates), List.of(right));
  }

  private static Exchange utilities(Double... right) {
    return new Exchange.Utilities(
        Texts.compare("p", Utility.newBuilder(), List.of("1", "2")), List.of(right));
  }
}
