package io.metagen.verifier.judge;

import static io.metagen.verifier.judge.FakeGeneratorService.probability;
import static io.metagen.verifier.judge.FakeGeneratorService.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import io.metagen.v1.GenerateRequest;
import io.metagen.verifier.judge.JudgeGenerator.Critiques;
import io.metagen.verifier.judge.JudgeGenerator.Spent;
import io.metagen.verifier.judge.JudgeGenerator.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RemoteGeneratorTest {
  private final FakeGeneratorService service = new FakeGeneratorService();
  private final RemoteGenerator text = generator(false);
  private final RemoteGenerator chat = generator(true);

  RemoteGeneratorTest() throws IOException {}

  @AfterEach
  void stop() {
    text.close();
    chat.close();
    service.close();
  }

  @Test
  void verdict_words_haveTheProbabilityOfAllTheirTokens() {
    Verdict verdict = text.verdict("Is it?", List.of("Yes", "No"));

    int before = tokens("Is it?").size();
    double yes =
        probability('Y', before) * probability('e', before + 1) * probability('s', before + 2);
    double no = probability('N', before) * probability('o', before + 1);
    assertThat(verdict.probabilities().get(0)).isCloseTo(yes, within(1e-12));
    assertThat(verdict.probabilities().get(1)).isCloseTo(no, within(1e-12));
    assertThat(verdict.spent()).isEqualTo(new Spent(before, 2, 10));
  }

  @Test
  void verdict_tokenThatGrowsOverThePromptsEnd_isScoredWhole() {
    Verdict verdict = text.verdict("Is it? ", List.of("Yes"));

    int before = tokens("Is it?").size();
    double expected =
        probability(FakeGeneratorService.SPACE_Y, before)
            * probability('e', before + 1)
            * probability('s', before + 2);
    assertThat(verdict.probabilities().getFirst()).isCloseTo(expected, within(1e-12));
    assertThat(service.scored().getFirst().getPrompt().getTokenIds().getIdsList())
        .isEqualTo(tokens("Is it?"));
  }

  @Test
  void verdict_chat_scoresTheWordBehindTheTemplate() {
    Verdict verdict = chat.verdict("Is it?", List.of("No"));

    int before = tokens("<Is it?>").size();
    assertThat(verdict.probabilities().getFirst())
        .isCloseTo(probability('N', before) * probability('o', before + 1), within(1e-12));
    assertThat(service.scored().getFirst().getContinuations(0).getIdsList())
        .containsExactly((int) 'N', (int) 'o');
  }

  @Test
  void critiques_settings_reachTheServiceAndTextsKeepTheirOrder() {
    Critiques critiques = text.critiques("Check:", 3, 11);

    assertThat(critiques.texts()).containsExactly("critique 0", "critique 1", "critique 2");
    assertThat(critiques.spent()).isEqualTo(new Spent(120, 0, 1000));
    GenerateRequest request = service.generated().getFirst();
    assertThat(request.getModel()).isEqualTo("m");
    assertThat(request.getInputs(0).getSeed()).isEqualTo(11);
    assertThat(request.getInputs(0).getPrompt().getText()).isEqualTo("Check:");
    assertThat(request.getSampling().getTemperature()).isEqualTo(0.5f);
    assertThat(request.getStop().getMaxOutputTokens()).isEqualTo(64);
  }

  @Test
  void version_ofTheModel_isTheGenerators() {
    assertThat(text.version()).isEqualTo("generator-7");
  }

  @Test
  void verdict_serviceFails_isADependencyThatIsDown() {
    ServiceException failed =
        catchThrowableOfType(ServiceException.class, () -> text.verdict("broken", List.of("Yes")));
    assertThat(failed.reason()).isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_DOWN);
    assertThat(failed).hasMessageContaining("out of order");
  }

  @Test
  void verdict_serviceRefuses_isNoVerdictAndAnInvalidFieldOfTheRequest() {
    NoVerdictException refused =
        catchThrowableOfType(
            NoVerdictException.class, () -> text.verdict("too long", List.of("Yes")));
    assertThat(refused.at("utility.judged").reason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(refused.at("utility.judged"))
        .hasMessageStartingWith("utility.judged: is refused")
        .hasMessageContaining("not fit");
  }

  private RemoteGenerator generator(boolean chatting) {
    return new RemoteGenerator(
        service.channel(), new RemoteGenerator.Settings("m", chatting, 0.5f, 64, 2));
  }
}
