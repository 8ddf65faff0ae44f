package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.error.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UtilityMatrixTest {
  private static final Effort LITTLE = new Effort(0, 1, 0, 0);

  private final Workers workers = new Workers(3);
  private final UtilityMatrix matrix = new UtilityMatrix(workers, Duration.ofMinutes(1));

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void compare_noEvidence_comparesHypothesesInTheirOrder() throws InterruptedException {
    Comparison comparison =
        matrix.compare(new CountingUtility(false, LITTLE), List.of("aaa", "a", "aa"), List.of());

    assertThat(comparison.rows())
        .containsExactly(
            new double[] {33, 31, 32}, new double[] {13, 11, 12}, new double[] {23, 21, 22});
    assertThat(comparison.pairs()).isEqualTo(9);
  }

  @Test
  void compare_symmetricUtility_computesEachUnorderedPairOnce() throws InterruptedException {
    CountingUtility utility = new CountingUtility(true, LITTLE);
    Comparison comparison = matrix.compare(utility, List.of("aaa", "a", "aa"), List.of());

    assertThat(comparison.pairs()).isEqualTo(6);
    assertThat(utility.computed())
        .containsExactlyInAnyOrder("aaa|aaa", "aaa|a", "aaa|aa", "a|a", "a|aa", "aa|aa");
    assertThat(comparison.rows())
        .containsExactly(
            new double[] {33, 31, 32}, new double[] {31, 11, 12}, new double[] {32, 12, 22});
  }

  @Test
  void compare_equalTexts_areReadAndComparedOnce() throws InterruptedException {
    CountingUtility utility = new CountingUtility(true, LITTLE);
    Comparison comparison =
        matrix.compare(utility, List.of("a", "aa", "a"), List.of("aa", "aa", "aaa"));

    assertThat(utility.texts()).containsExactly("a", "aa", "aaa");
    assertThat(utility.computed()).containsExactlyInAnyOrder("a|aa", "a|aaa", "aa|aa", "aa|aaa");
    assertThat(comparison.rows())
        .containsExactly(
            new double[] {12, 12, 13}, new double[] {22, 22, 23}, new double[] {12, 12, 13});
  }

  @Test
  void compare_evidenceThatAreHypothesesToo_computesTheirPairsOnce() throws InterruptedException {
    CountingUtility utility = new CountingUtility(true, LITTLE);
    Comparison comparison =
        matrix.compare(utility, List.of("a", "aa", "aaaa"), List.of("aaa", "aa", "a"));

    assertThat(utility.computed()).hasSize(8).doesNotHaveDuplicates().doesNotContain("aa|a");
    assertThat(comparison.pairs()).isEqualTo(8);
    assertThat(comparison.rows())
        .containsExactly(
            new double[] {13, 12, 11}, new double[] {23, 22, 12}, new double[] {43, 42, 41});
  }

  @Test
  void compare_onManyThreads_isWhatOneThreadGives() throws InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> texts = IntStream.range(0, 60).mapToObj(_ -> Texts.random(random, 40)).toList();
    try (Workers one = new Workers(1)) {
      for (TextUtility utility : UtilityLawsTest.all().toList()) {
        List<double[]> alone =
            new UtilityMatrix(one, Duration.ofMinutes(1)).compare(utility, texts, List.of()).rows();
        List<double[]> shared = matrix.compare(new Costly(utility), texts, List.of()).rows();
        assertThat(shared)
            .as("seed %d, %s", seed, utility.name())
            .usingRecursiveComparison()
            .isEqualTo(alone);
      }
    }
  }

  @Test
  void compare_longerThanTheLimit_isRefusedBeforeAnythingIsRead() {
    CountingUtility utility = new CountingUtility(true, new Effort(1e9, 1e9, 1e9, 1e9));
    UtilityMatrix small = new UtilityMatrix(workers, Duration.ofSeconds(22));

    // 3 s to read and pairs of 4, 6 and 9 s; then 4 s and pairs of 4, 8 and 16 s
    assertThatCode(() -> small.compare(utility, List.of("a", "aa"), List.of()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> small.compare(utility, List.of("a", "aaa"), List.of()))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith("hypotheses: ")
        .hasMessageContaining("32000 ms")
        .hasMessageContaining("22000 ms");
    assertThat(utility.texts()).containsExactly("a", "aa");
  }

  @Test
  void compare_utilityThatFails_failsWithItsFailure() {
    CountingUtility utility =
        new CountingUtility(true, new Effort(0, 1e9, 0, 0)) {
          @Override
          double measure(String a, String b) {
            throw new ArithmeticException(a + b);
          }
        };

    assertThatThrownBy(() -> matrix.compare(utility, List.of("a", "b", "c"), List.of()))
        .isInstanceOf(ArithmeticException.class);
  }

  /** Another utility with a cost that makes it worth sharing. */
  private record Costly(TextUtility utility) implements TextUtility {
    @Override
    public String name() {
      return utility.name();
    }

    @Override
    public boolean symmetric() {
      return utility.symmetric();
    }

    @Override
    public Effort effort() {
      return new Effort(0, 1e7, 0, 0);
    }

    @Override
    public Reading read(List<String> texts, Workers workers) throws InterruptedException {
      return utility.read(texts, workers);
    }
  }
}
