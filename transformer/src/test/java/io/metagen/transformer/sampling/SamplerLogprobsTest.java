package io.metagen.transformer.sampling;

import static io.metagen.transformer.sampling.SamplerFixture.logits;
import static io.metagen.transformer.sampling.SamplerFixture.row;
import static io.metagen.transformer.sampling.SamplerFixture.withLogprobs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.sampling.SamplerFixture.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Path.class)
class SamplerLogprobsTest {

  private final SamplerFixture fixture;

  SamplerLogprobsTest(Path path) {
    fixture = new SamplerFixture(path);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void sample_logprobs_areThoseOfTheModelBeforeAdapters() {
    float[] logits = {1, 3, 2, 3, -1};
    SamplingParams params = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(4, 50f), 0);
    LogprobRequest request = new LogprobRequest(true, 3, List.of(0, 2));
    SamplingRow asking = withLogprobs(row(params), request);

    SampledTokens tokens =
        fixture.sample(new float[][] {logits, logits}, List.of(row(params), asking));

    double sum = 0;
    for (float z : logits) {
      sum += Math.exp(z);
    }
    double norm = Math.log(sum);
    assertThat(tokens.ids()).containsExactly(4, 4);
    assertThat(tokens.logprobs()[0]).isNaN();
    assertThat(tokens.logprobs()[1]).isCloseTo((float) (-1 - norm), within(1e-6f));
    assertThat(tokens.topIds()[0]).isEmpty();
    assertThat(tokens.topIds()[1]).containsExactly(1, 3, 2);
    assertThat(tokens.topLogprobs()[1])
        .containsExactly(
            new float[] {(float) (3 - norm), (float) (3 - norm), (float) (2 - norm)},
            within(1e-6f));
    assertThat(tokens.idLogprobs()[1])
        .containsExactly(new float[] {(float) (1 - norm), (float) (2 - norm)}, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0, 0",
    "0.5, 0, 1, 0, 0",
    "1, 0, 1, 0.1, 0",
    "1, 0, 0.8, 0, 0",
    "2, 0, 0.8, 0, 0",
    "1, 3, 1, 0, 0",
    "1, 0, 1, 0, 1.5",
    "0, 0, 1, 0, 0"
  })
  void sample_chosenLogprobAlone_isTheModelsUnderAnyLaw(
      float temperature, int topK, float topP, float minP, float presence) {
    float[] logits = logits(new Random(7), 700);
    SamplingParams params =
        new SamplingParams(temperature, topK, topP, minP, 1, presence, 0, Map.of(), 0);
    TokenCounts counts = SamplerFixture.counts(new int[0], new int[] {3, 600}, params);
    SamplingRow asking =
        new SamplingRow(
            params, counts, 0.4, Set.of(), TokenMask.ALL, new LogprobRequest(true, 0, List.of()));

    SampledTokens tokens = fixture.sample(new float[][] {logits}, List.of(asking));

    double sum = 0;
    for (float z : logits) {
      sum += Math.exp(z);
    }
    assertThat(tokens.logprobs()[0])
        .isCloseTo((float) (logits[tokens.ids()[0]] - Math.log(sum)), within(1e-6f));
  }

  @Test
  void logprobs_tokenIdOutsideTheVocabulary_namesTheField() {
    LogprobRequest request = new LogprobRequest(true, 0, List.of(3));
    try (var scope = fixture.manager.newSubManager()) {
      var logits = scope.create(new float[][] {{1, 2, 3}});

      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> fixture.sampler.logprobs(scope, logits, new int[] {0}, List.of(request)))
          .withMessage("logprobs.ids: token id 3, range [0, 3)");
    }
  }

  @Test
  void logprobs_maskedTokens_comeLastAmongTheMostProbable() {
    float none = Float.NEGATIVE_INFINITY;
    SamplingRow asking =
        withLogprobs(row(SamplingParams.GREEDY), new LogprobRequest(false, 3, List.of()));

    SampledTokens tokens = fixture.sample(new float[][] {{none, 0, none, none}}, List.of(asking));

    assertThat(tokens.topIds()[0]).containsExactly(1, 0, 2);
    assertThat(tokens.topLogprobs()[0]).containsExactly(0, none, none);
  }

  @Test
  void sample_moreTopLogprobsThanTokens_givesAll() {
    SamplingRow asking =
        withLogprobs(row(SamplingParams.GREEDY), new LogprobRequest(false, 20, List.of()));

    assertThat(fixture.sample(new float[][] {{0, 2, 1}}, List.of(asking)).topIds()[0])
        .containsExactly(1, 2, 0);
  }
}
