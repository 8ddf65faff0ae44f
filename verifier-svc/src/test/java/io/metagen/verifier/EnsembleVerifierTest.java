package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.error.ServiceException;
import io.metagen.v1.EnsembleCombination;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.Failure;
import io.metagen.v1.Feedback;
import io.metagen.v1.Problem;
import io.metagen.v1.RegexCheck;
import io.metagen.v1.Verification;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifierEnsemble;
import io.metagen.v1.VerifyRequest;
import io.metagen.v1.WeightedVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnsembleVerifierTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, CandidateVerifier> members =
      Map.of(
          "low", always("low", Verification.newBuilder().setScore(0.2)),
          "high",
              always(
                  "high",
                  Verification.newBuilder()
                      .setScore(0.8)
                      .setAnswer("7")
                      .setFeedback(Feedback.newBuilder().setText("hm"))),
          "fails",
              always(
                  "fails",
                  Verification.newBuilder()
                      .setFailure(
                          Failure.newBuilder().setReason(ErrorReason.ERROR_REASON_DEADLINE))),
          "mute", always("mute", Verification.newBuilder()));
  private final EnsembleVerifier ensemble =
      new EnsembleVerifier(
          this::find,
          new Judging(
              new JudgementCache(0),
              new Places(1, Duration.ofMinutes(1)),
              new CallLimit(Duration.ofMinutes(1), threads)));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "ENSEMBLE_COMBINATION_UNSPECIFIED, 0.5",
    "ENSEMBLE_COMBINATION_MEAN, 0.5",
    "ENSEMBLE_COMBINATION_MIN, 0.2",
    "ENSEMBLE_COMBINATION_WEIGHTED_SUM, 2.6"
  })
  void judge_combination_makesOneScore(EnsembleCombination how, double expected) {
    Judgement judged = judge(of(how, member("low", 1), member("high", 3)));

    assertThat(judged.verification().getScore()).isCloseTo(expected, within(1e-12));
    assertThat(judged.verification().getAnswer()).isEqualTo("7");
    assertThat(judged.verification().getFeedback().getText()).isEqualTo("hm");
    assertThat(judged.cost()).isEqualTo(new Cost(6, 2, 10));
  }

  @Test
  void judge_weightNotSet_isOne() {
    WeightedVerifier plain = WeightedVerifier.newBuilder().setVerifier(named("high")).build();
    Judgement judged =
        judge(of(EnsembleCombination.ENSEMBLE_COMBINATION_WEIGHTED_SUM, plain, member("low", -1)));
    assertThat(judged.verification().getScore()).isCloseTo(0.6, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"fails, ERROR_REASON_DEADLINE", "mute, ERROR_REASON_INVALID_FIELD"})
  void judge_memberWithoutAScore_isAFailureAndNoScore(String name, ErrorReason reason) {
    Judgement judged =
        judge(of(EnsembleCombination.ENSEMBLE_COMBINATION_MIN, member("high", 1), member(name, 1)));

    assertThat(judged.verification().hasScore()).isFalse();
    assertThat(judged.verification().getFailure().getReason()).isEqualTo(reason);
    assertThat(judged.verification().getAnswer()).isEqualTo("7");
    assertThat(judged.cost().tokens()).as("what was spent all the same").isEqualTo(6);
  }

  @Test
  void judge_ensembleInAnEnsemble_runsEvenWhereEachVerifierHasOnePlace() {
    Verifier inner = of(EnsembleCombination.ENSEMBLE_COMBINATION_MIN, member("low", 1));
    WeightedVerifier nested = WeightedVerifier.newBuilder().setVerifier(inner).build();
    Judgement judged =
        judge(of(EnsembleCombination.ENSEMBLE_COMBINATION_MEAN, nested, member("high", 1)));
    assertThat(judged.verification().getScore()).isCloseTo(0.5, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"low", "high"})
  void version_member_isPartOfIt(String name) {
    EnsembleCombination mean = EnsembleCombination.ENSEMBLE_COMBINATION_MEAN;
    String both = version(of(mean, member("low", 1), member("high", 1)));
    assertThat(version(of(mean, member(name, 1)))).isNotEqualTo(both);
    assertThat(version(of(mean, member("low", 1), member("high", 1)))).isEqualTo(both);
  }

  @Test
  void judge_badMembers_namesTheField() {
    assertRefused(VerifierEnsemble.newBuilder(), "verifier.ensemble.members");
    VerifierEnsemble.Builder many = VerifierEnsemble.newBuilder();
    for (int i = 0; i < 17; i++) {
      many.addMembers(member("low", 1));
    }
    assertRefused(many, "verifier.ensemble.members");
    assertRefused(
        VerifierEnsemble.newBuilder()
            .addMembers(member("low", 1))
            .addMembers(member("high", Double.NaN)),
        "verifier.ensemble.members[1].weight");
    assertRefused(
        VerifierEnsemble.newBuilder().addMembers(member("nobody", 1)),
        "verifier.ensemble.members[0].verifier");
    assertRefused(
        VerifierEnsemble.newBuilder().addMembers(member("low", 1)).setCombinationValue(9),
        "verifier.ensemble.combination");
  }

  @Test
  void judge_tooDeep_namesTheField() {
    Verifier nested = named("low");
    for (int i = 0; i < 17; i++) {
      nested =
          of(
              EnsembleCombination.ENSEMBLE_COMBINATION_MEAN,
              WeightedVerifier.newBuilder().setVerifier(nested).build());
    }
    assertRefused(nested.getEnsemble().toBuilder(), "verifier.ensemble.members[0].verifier");
  }

  private void assertRefused(VerifierEnsemble.Builder bad, String field) {
    Verifier verifier = Verifier.newBuilder().setEnsemble(bad).build();
    assertThatThrownBy(() -> judge(verifier))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(field);
  }

  private Judgement judge(Verifier verifier) {
    return ensemble.judge(request(verifier)).of(List.of("a")).getFirst();
  }

  private String version(Verifier verifier) {
    return ensemble.judge(request(verifier)).version(ensemble.version());
  }

  private static VerifyRequest request(Verifier verifier) {
    return VerifyRequest.newBuilder()
        .setProblem(Problem.getDefaultInstance())
        .setVerifier(verifier)
        .build();
  }

  private CandidateVerifier find(Verifier wanted) {
    String name = wanted.getRegexCheck().getPattern();
    if (wanted.hasEnsemble()) {
      return ensemble;
    }
    if (!members.containsKey(name)) {
      throw ServiceException.invalidField("verifier.model", "must be known");
    }
    return members.get(name);
  }

  private static FakeVerifier always(String name, Verification.Builder verification) {
    return new FakeVerifier(name, _ -> new Judgement(verification.build(), new Cost(3, 1, 5)));
  }

  private static Verifier of(EnsembleCombination how, WeightedVerifier... members) {
    return Verifier.newBuilder()
        .setEnsemble(
            VerifierEnsemble.newBuilder().addAllMembers(List.of(members)).setCombination(how))
        .build();
  }

  private static WeightedVerifier member(String name, double weight) {
    return WeightedVerifier.newBuilder().setVerifier(named(name)).setWeight(weight).build();
  }

  private static Verifier named(String name) {
    return Verifier.newBuilder().setRegexCheck(RegexCheck.newBuilder().setPattern(name)).build();
  }
}
