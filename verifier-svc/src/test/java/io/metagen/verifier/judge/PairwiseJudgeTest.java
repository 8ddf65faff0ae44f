package io.metagen.verifier.judge;

import static io.metagen.verifier.judge.FakeGeneratorService.probability;
import static io.metagen.verifier.judge.FakeGeneratorService.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.v1.TokenIds;
import io.metagen.verifier.utility.Preference;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PairwiseJudgeTest {
  private final FakeGeneratorService service = new FakeGeneratorService();
  private final RemoteGenerator generator =
      new RemoteGenerator(service.channel(), new RemoteGenerator.Settings("m", false, 0.5f, 64, 2));

  PairwiseJudgeTest() throws IOException {}

  @AfterEach
  void stop() {
    generator.close();
    service.close();
  }

  @Test
  void between_twoTexts_isTheShareOfAOverAAndB() {
    Preference.Answer answer = judge(PairwiseJudge.TEMPLATE).between("x {second} ", "Answer: 7");

    String shown =
        """
        How many?

        Solution A:
        x {second}

        Solution B:
        Answer: 7

        Which solution is better (A/B)?
        """;
    int before = tokens(shown).size();
    double a = probability('A', before);
    double b = probability('B', before);
    assertThat(service.scored().getFirst().getPrompt().getTokenIds().getIdsList())
        .isEqualTo(tokens(shown));
    assertThat(service.scored().getFirst().getContinuationsList())
        .extracting(TokenIds::getIdsList)
        .containsExactly(List.of((int) 'A'), List.of((int) 'B'));
    assertThat(answer.first()).isCloseTo(a / (a + b), within(1e-12));
    assertThat(answer.tokens()).isEqualTo(before);
    assertThat(answer.cachedTokens()).isEqualTo(2);
    assertThat(answer.flops()).isEqualTo(10);
  }

  @Test
  void between_template_hasTheTextsInTheirPlaces() {
    judge("{second}<{first}<{problem}<{rubric}").between("a", "b");

    assertThat(service.scored().getFirst().getPrompt().getTokenIds().getIdsList())
        .isEqualTo(tokens("b<a<How many?<{rubric}"));
  }

  @Test
  void between_neitherNameHasAProbability_isNoVerdict() {
    assertThatThrownBy(() -> judge(PairwiseJudge.TEMPLATE).between("a", "speechless"))
        .isInstanceOf(NoVerdictException.class)
        .hasMessageContaining("none of the words");
  }

  private PairwiseJudge judge(String template) {
    return new PairwiseJudge(generator, "How many?\n", template);
  }
}
