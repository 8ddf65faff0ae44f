package io.metagen.transformer.sampling;

import static io.metagen.transformer.sampling.SamplerFixture.counts;
import static io.metagen.transformer.sampling.SamplerFixture.logits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.sampling.SamplerFixture.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of every adapter, and of all together, is that of the plain enumeration. */
@ParameterizedClass
@EnumSource(Path.class)
class SamplerLawTest {

  private static final long SEED = System.nanoTime();
  private static final int VOCABULARY = 24;
  private static final int DRAWS = 20_000;

  /** Per run of this class; shared by its {@link #adapters}, on every path. */
  private static final double FALSE_ALARMS = 1e-6;

  private static final int[] PROMPT = {1, 2, 3, 3, 7};
  private static final int[] OUTPUT = {2, 5, 5, 5, 9};

  private final Random random = new Random(SEED);
  private final SamplerFixture fixture;

  SamplerLawTest(Path path) {
    fixture = new SamplerFixture(path);
  }

  @BeforeAll
  static void printSeed() {
    System.out.println("SamplerLawTest seed " + SEED);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static Stream<SamplingParams> adapters() {
    Map<Integer, Float> bias = Map.of(0, 2.5f, 4, -100f, 11, -1f);
    return Stream.of(
        SamplingParams.DEFAULT,
        SamplingParams.GREEDY,
        new SamplingParams(0.4f, 0, 1, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(3, 0, 1, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 1, 1, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 5, 1, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 500, 1, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 0.7f, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1e-6f, 0, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0.05f, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 1, 1, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 1.8f, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 0.6f, 0, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 1, 1.5f, 0, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 1, 0, 0.7f, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 1, -2, -2, Map.of(), 0),
        new SamplingParams(1, 0, 1, 0, 1, 0, 0, bias, 0),
        new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(), 6),
        new SamplingParams(0.8f, 8, 0.9f, 0.02f, 1.3f, 0.4f, 0.3f, bias, 6));
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void sample_manyDraws_followTheEnumeratedLaw(SamplingParams params) {
    float[] logits = logits(random, VOCABULARY);
    SamplingRow row = row(params, new TokenMask.Except(Set.of(13)));
    double[] law = Enumeration.law(logits, row, PROMPT, OUTPUT);
    double[] uniforms =
        IntStream.range(0, DRAWS)
            .mapToDouble(i -> CounterRandom.uniform(SEED, params.hashCode(), i))
            .toArray();

    long[] drawn = new long[VOCABULARY];
    for (int id : fixture.draws(logits, row, uniforms)) {
      drawn[id]++;
    }

    for (int id = 0; id < VOCABULARY; id++) {
      assertThat(law[id] > 0 || drawn[id] == 0).as("token %s outside the support", id).isTrue();
    }
    assertThat(ChiSquare.pValue(drawn, law))
        .isGreaterThan(FALSE_ALARMS / (adapters().count() * Path.values().length));
  }

  @Test
  void probabilities_randomSettings_equalTheEnumeration() {
    int rows = 1_000;
    float[][] logits = new float[rows][];
    List<SamplerFixture.RandomRow> drawn = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      logits[i] = logits(random, VOCABULARY);
      drawn.add(SamplerFixture.randomRow(random, VOCABULARY));
    }

    double[][] laws =
        fixture.laws(logits, drawn.stream().map(SamplerFixture.RandomRow::row).toList());

    for (int i = 0; i < rows; i++) {
      SamplerFixture.RandomRow row = drawn.get(i);
      double[] expected = Enumeration.law(logits[i], row.row(), row.prompt(), row.output());
      for (int id = 0; id < VOCABULARY; id++) {
        assertThat(laws[i][id] > 0).as("support at %s of %s", id, row).isEqualTo(expected[id] > 0);
        assertThat(laws[i][id]).isCloseTo(expected[id], within(1e-5));
      }
    }
  }

  /** Logits with many equals: which of them top-k and top-p keep is part of the law. */
  @Test
  void probabilities_equalLogits_keepTheLowerIds() {
    for (int i = 0; i < 200; i++) {
      float[] logits = new float[VOCABULARY];
      for (int id = 0; id < VOCABULARY; id++) {
        logits[id] = random.nextInt(3);
      }
      SamplingParams params =
          new SamplingParams(
              1,
              random.nextInt(VOCABULARY + 1),
              0.3f + 0.6f * random.nextFloat(),
              0,
              1,
              0,
              0,
              Map.of(),
              0);
      SamplingRow row = SamplerFixture.row(params);

      double[] law = fixture.law(logits, row);

      assertThat(law)
          .containsExactly(Enumeration.law(logits, row, new int[0], new int[0]), within(1e-12));
    }
  }

  /** More tokens than the first look at the most probable ones. */
  @Test
  void probabilities_topPOfFlatLargeVocabulary_equalTheEnumeration() {
    float[] logits = logits(random, 3_000);
    for (float topP : new float[] {0.1f, 0.9f, 0.999f, 0.9999999f}) {
      SamplingRow row = SamplerFixture.row(new SamplingParams(5, 0, topP, 0, 1, 0, 0, Map.of(), 0));

      double[] law = fixture.law(logits, row);

      assertThat(law)
          .containsExactly(Enumeration.law(logits, row, new int[0], new int[0]), within(1e-12));
    }
  }

  private static SamplingRow row(SamplingParams params, TokenMask mask) {
    return new SamplingRow(
        params, counts(PROMPT, OUTPUT, params), 0, Set.of(4, 20), mask, LogprobRequest.NONE);
  }
}
