package io.metagen.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.sampling.SamplerFixture.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sampling in Java and on the tensors share no code that computes, and agree. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplingPathsTest {

  /** Of probabilities: both compute in f64, with different roundings. */
  private static final double TOLERANCE = 1e-13;

  private final SamplerFixture java = new SamplerFixture(Path.JAVA);
  private final SamplerFixture tensors = new SamplerFixture(Path.TENSORS);

  @AfterAll
  void close() {
    java.close();
    tensors.close();
  }

  @ParameterizedTest
  @CsvSource({"24, 300", "357, 300", "2500, 100", "32003, 24"})
  void sample_randomRows_agree(int vocabulary, int rows) {
    long seed = System.nanoTime();
    System.out.println("SamplingPathsTest seed " + seed);
    Random random = new Random(seed);
    float[][] logits = new float[rows][];
    List<SamplingRow> batch = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      logits[i] = logits(random, vocabulary);
      batch.add(SamplerFixture.randomRow(random, vocabulary).row());
    }

    SampledTokens ours = java.sample(logits, batch);
    SampledTokens theirs = tensors.sample(logits, batch);
    double[][] laws = java.laws(logits, batch);
    double[][] expected = tensors.laws(logits, batch);

    for (int i = 0; i < rows; i++) {
      assertThat(laws[i]).as("%s", batch.get(i)).containsExactly(expected[i], within(TOLERANCE));
      assertTokens(ours, theirs, i);
      assertLogprobs(ours, theirs, i);
    }
  }

  /**
   * A uniform number within 1e-13 of a bound, which may fall to either side, is one in 1e9 runs.
   */
  private static void assertTokens(SampledTokens ours, SampledTokens theirs, int row) {
    assertThat(ours.ids()[row]).isEqualTo(theirs.ids()[row]);
    assertThat(ours.topIds()[row]).isEqualTo(theirs.topIds()[row]);
  }

  private static void assertLogprobs(SampledTokens ours, SampledTokens theirs, int row) {
    float[][] pairs = {
      {ours.logprobs()[row]},
      {theirs.logprobs()[row]},
      ours.topLogprobs()[row],
      theirs.topLogprobs()[row],
      ours.idLogprobs()[row],
      theirs.idLogprobs()[row]
    };
    for (int i = 0; i < pairs.length; i += 2) {
      assertThat(pairs[i]).hasSameSizeAs(pairs[i + 1]);
      for (int j = 0; j < pairs[i].length; j++) {
        float expected = pairs[i + 1][j];
        if (Float.isNaN(expected)) {
          assertThat(pairs[i][j]).isNaN();
        } else {
          assertThat(pairs[i][j]).isCloseTo(expected, within(Math.ulp(expected)));
        }
      }
    }
  }

  /** Some rows steep, some flat, some with many equals. */
  private static float[] logits(Random random, int vocabulary) {
    float[] logits = SamplerFixture.logits(random, vocabulary);
    float width = 2 * random.nextFloat();
    boolean equals = random.nextInt(3) == 0;
    for (int id = 0; id < vocabulary; id++) {
      logits[id] = equals ? Math.round(logits[id]) : width * logits[id];
    }
    return logits;
  }
}
