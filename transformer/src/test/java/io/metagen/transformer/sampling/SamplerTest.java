package io.metagen.transformer.sampling;

import static io.metagen.transformer.sampling.SamplerFixture.logits;
import static io.metagen.transformer.sampling.SamplerFixture.row;
import static io.metagen.transformer.sampling.SamplerFixture.withMask;
import static io.metagen.transformer.sampling.SamplerFixture.withUniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metagen.transformer.sampling.SamplerFixture.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Path.class)
class SamplerTest {

  private final SamplerFixture fixture;

  SamplerTest(Path path) {
    fixture = new SamplerFixture(path);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Bit for bit, also where a row's own chunk and the kernels' vector tails lie elsewhere. */
  @ParameterizedTest
  @CsvSource({"24, 64, 6", "301, 64, 3", "1031, 33, 2", "32003, 36, 1"})
  void sample_mixedBatch_equalsOneByOne(int vocabulary, int rows, int rounds) {
    long seed = System.nanoTime();
    System.out.println("SamplerTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      float[][] logits = new float[rows][];
      List<SamplingRow> batch = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        logits[i] = logits(random, vocabulary);
        batch.add(SamplerFixture.randomRow(random, vocabulary).row());
      }
      SampledTokens together = fixture.sample(logits, batch);
      double[][] laws = fixture.laws(logits, batch);
      for (int i = 0; i < rows; i++) {
        float[][] own = {logits[i]};
        SampledTokens alone = fixture.sample(own, List.of(batch.get(i)));
        assertThat(together.ids()[i]).isEqualTo(alone.ids()[0]);
        assertThat(together.logprobs()[i]).isEqualTo(Float.valueOf(alone.logprobs()[0]));
        assertThat(together.topIds()[i]).isEqualTo(alone.topIds()[0]);
        assertThat(together.topLogprobs()[i]).isEqualTo(alone.topLogprobs()[0]);
        assertThat(together.idLogprobs()[i]).isEqualTo(alone.idLogprobs()[0]);
        assertThat(laws[i]).isEqualTo(fixture.laws(own, List.of(batch.get(i)))[0]);
      }
    }
  }

  /** What a sampler keeps from a larger vocabulary must not reach into a smaller one. */
  @Test
  void sample_afterALargerVocabulary_isAsBefore() {
    long seed = System.nanoTime();
    System.out.println("SamplerTest seed " + seed);
    Random random = new Random(seed);
    float[][] logits = new float[50][];
    List<SamplingRow> rows = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      logits[i] = logits(random, 97);
      rows.add(SamplerFixture.randomRow(random, 97).row());
    }
    SampledTokens before = fixture.sample(logits, rows);
    double[][] laws = fixture.laws(logits, rows);
    float[][] larger = {logits(random, 5_000)};
    for (int i = 0; i < logits.length; i++) {
      var unused = fixture.sample(larger, List.of(SamplerFixture.randomRow(random, 5_000).row()));
      SampledTokens after = fixture.sample(new float[][] {logits[i]}, List.of(rows.get(i)));
      double[][] law = fixture.laws(new float[][] {logits[i]}, List.of(rows.get(i)));

      assertThat(after.ids()[0]).isEqualTo(before.ids()[i]);
      assertThat(after.topIds()[0]).isEqualTo(before.topIds()[i]);
      assertThat(after.logprobs()[0]).isEqualTo(Float.valueOf(before.logprobs()[i]));
      assertThat(law[0]).isEqualTo(laws[i]);
    }
  }

  @Test
  void sample_greedyWithEqualLogits_takesTheLowestId() {
    float[] equal = new float[1000];
    equal[3] = equal[7] = equal[999] = 1;

    assertThat(fixture.sample(new float[][] {equal}, List.of(row(SamplingParams.GREEDY))).ids())
        .containsExactly(3);
  }

  @Test
  void sample_zerosOfBothSigns_areEqual() {
    float[][] logits = {{-1, -0f, 0f, -0f, -2}};
    SamplingRow one = row(new SamplingParams(1, 1, 1, 0, 1, 0, 0, Map.of(), 0));

    assertThat(fixture.sample(logits, List.of(row(SamplingParams.GREEDY))).ids())
        .containsExactly(1);
    assertThat(fixture.sample(logits, List.of(one)).ids()).containsExactly(1);
  }

  @Test
  void sample_logitsNotRowByRow_readsThemByTheirStrides() {
    Random random = new Random(5);
    float[][] logits = {logits(random, 301), logits(random, 301), logits(random, 301)};
    List<SamplingRow> rows =
        List.of(
            row(SamplingParams.DEFAULT), row(SamplingParams.GREEDY), row(SamplingParams.GREEDY));

    assertThat(fixture.sampleColumnwise(logits, rows).ids())
        .isEqualTo(fixture.sample(logits, rows).ids());
  }

  /** In every lane of a vector, and after the last whole one; with either sign. */
  @Test
  void sample_oneLogitNoNumber_isNamedWhereverItIs() {
    Random random = new Random(6);
    for (int id = 0; id < 77; id++) {
      for (float wrong : new float[] {Float.NaN, Float.intBitsToFloat(0xFFC00000), 1 / 0f}) {
        float[][] logits = {logits(random, 77), logits(random, 77)};
        logits[1][id] = wrong;
        SamplingParams params = id % 2 == 0 ? SamplingParams.GREEDY : SamplingParams.DEFAULT;

        assertThatExceptionOfType(NoTokenException.class)
            .isThrownBy(() -> fixture.sample(logits, List.of(row(params), row(params))))
            .satisfies(e -> assertThat(e.rows()).containsExactly(1));
      }
    }
  }

  @Test
  void sample_uniformAtItsEnds_staysInTheSupport() {
    float[] logits = new float[50];
    SamplingRow middle =
        withMask(row(SamplingParams.DEFAULT), new TokenMask.Only(Set.of(10, 11, 12)));

    assertThat(fixture.draws(logits, middle, new double[] {0, Math.nextDown(1.0)}))
        .containsExactly(10, 12);
  }

  @Test
  void sample_uniform_invertsTheCumulatedLaw() {
    float[] logits = {0, 0, 0, 0};
    double[] uniforms = {0, 0.2499, 0.2501, 0.4999, 0.5001, 0.7499, 0.7501, 0.9999};

    assertThat(fixture.draws(logits, row(SamplingParams.DEFAULT), uniforms))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  /** Sums are taken in blocks; a draw must find its token on both sides of their bounds. */
  @Test
  void sample_uniformsAcrossALargeVocabulary_invertTheCumulatedLaw() {
    int vocabulary = 3_000;
    int[] ids =
        IntStream.range(0, vocabulary).filter(id -> id % 256 < 4 || id % 256 > 251).toArray();
    double[] uniforms = Arrays.stream(ids).mapToDouble(id -> (id + 0.5) / vocabulary).toArray();

    assertThat(fixture.draws(new float[vocabulary], row(SamplingParams.DEFAULT), uniforms))
        .isEqualTo(ids);
  }

  @Test
  void sample_smallestTemperatures_takeTheLargestLogit() {
    float[] logits = {-3e38f, 1, 3e38f, 2};
    SamplingParams cold = SamplingParams.DEFAULT.withTemperature(Float.MIN_VALUE);

    assertThat(fixture.draws(logits, row(cold), new double[] {0, 0.5, 0.999}))
        .containsExactly(2, 2, 2);
  }

  @Test
  void sample_adapters_leaveTheLogitsAlone() {
    SamplingParams params = new SamplingParams(1, 2, 1, 0, 1, 0, 0, Map.of(1, 5f), 0);
    try (var scope = fixture.manager.newSubManager()) {
      var logits = scope.create(new float[][] {{1, 2, 3}});
      SamplingRow row = withMask(row(params), new TokenMask.Except(Set.of(2)));

      var unused = fixture.sampler.sample(scope, logits, List.of(row));

      assertThat(logits.toFloatArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void sample_minTokensNotReached_bansTheEnds() {
    SamplingParams params = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(), 2);
    TokenCounts counts = TokenCounts.of(new int[] {0}, params);
    SamplingRow row =
        new SamplingRow(params, counts, 0, Set.of(2), TokenMask.ALL, LogprobRequest.NONE);
    float[][] logits = {{0, 1, 9}};

    assertThat(fixture.sample(logits, List.of(row)).ids()).containsExactly(1);
    counts.add(1);
    assertThat(fixture.sample(logits, List.of(row)).ids()).containsExactly(1);
    counts.add(1);
    assertThat(fixture.sample(logits, List.of(row)).ids()).containsExactly(2);
  }

  @Test
  void sample_rowsWithoutAToken_areNamed() {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    float[][] logits = {{1, 2}, {nan, 2}, {1, 2}, {1, infinity}, {1, nan}};
    SamplingRow fine = row(SamplingParams.DEFAULT);
    SamplingRow masked = withMask(fine, new TokenMask.Only(Set.of()));
    SamplingRow nanMasked = withMask(fine, new TokenMask.Except(Set.of(1)));

    assertThatExceptionOfType(NoTokenException.class)
        .isThrownBy(
            () ->
                fixture.sample(
                    logits, List.of(fine, row(SamplingParams.GREEDY), masked, fine, nanMasked)))
        .satisfies(e -> assertThat(e.rows()).containsExactly(1, 2, 3, 4));
  }

  @Test
  void sample_tokenIdOutsideTheVocabulary_namesTheField() {
    SamplingParams biased = new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(3, 1f), 0);
    SamplingRow banned = withMask(row(SamplingParams.DEFAULT), new TokenMask.Except(Set.of(-1)));
    float[][] logits = {{1, 2, 3}};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.sample(logits, List.of(row(biased))))
        .withMessage("logit_bias: token id 3, range [0, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.sample(logits, List.of(banned)))
        .withMessageStartingWith("mask: token id -1");
  }

  @Test
  void sample_uniformOutOfRange_isRefused() {
    for (double u : new double[] {-0.1, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withUniform(row(SamplingParams.DEFAULT), u))
          .withMessageStartingWith("uniform");
    }
  }
}
