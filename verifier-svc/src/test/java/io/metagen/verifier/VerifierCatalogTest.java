package io.metagen.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import io.metagen.v1.OutcomeRewardModel;
import io.metagen.v1.Verifier;
import io.metagen.v1.VerifyRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class VerifierCatalogTest {

  /** Is only found, never asked. */
  private record Silent(String name) implements CandidateVerifier {
    @Override
    public String version() {
      return "1";
    }

    @Override
    public Verifier.KindCase kind() {
      return Verifier.KindCase.OUTCOME_REWARD_MODEL;
    }

    @Override
    public Judge judge(VerifyRequest request) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void find_noNameAndOneOfTheKind_isThat() {
    assertThat(catalog("only").find(outcome("")).name()).isEqualTo("only");
  }

  @Test
  void find_noNameAndSeveralOfTheKind_namesThem() {
    assertThatThrownBy(() -> catalog("first", "second").find(outcome("")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("verifier.outcome_reward_model.model")
        .hasMessageContaining("[first, second]");
  }

  @Test
  void find_nameOfOneOfSeveral_isThat() {
    assertThat(catalog("first", "second").find(outcome("second")).name()).isEqualTo("second");
  }

  private static Verifier outcome(String name) {
    return Verifier.newBuilder()
        .setOutcomeRewardModel(OutcomeRewardModel.newBuilder().setModel(name))
        .build();
  }

  private static VerifierCatalog catalog(String... names) {
    List<CandidateVerifier> verifiers =
        Stream.of(names).<CandidateVerifier>map(Silent::new).toList();
    Judging judging =
        new Judging(
            new JudgementCache(1),
            new Places(1, Duration.ofSeconds(1)),
            new CallLimit(Duration.ofSeconds(1), ForkJoinPool.commonPool()));
    return new VerifierCatalog(verifiers, judging);
  }
}
