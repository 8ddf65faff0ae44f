package io.metagen.verifier.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.error.ServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PreferenceMatrixTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final PreferenceMatrix matrix = new PreferenceMatrix(threads, 1000);
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Prefers the longer text, and whatever stands first. */
  private Preference.Answer biased(String first, String second) {
    asked.add(first + "|" + second);
    double longer = 0.1 * (first.length() - second.length());
    return new Preference.Answer(0.7 + longer, 10, 4, 100);
  }

  @Test
  void compare_judgeThatFavoursAPlace_isTheMeanOfBothOrders() throws InterruptedException {
    Comparison comparison = matrix.compare(this::biased, List.of("aaa", "a", "aa"), List.of());

    assertThat(comparison.rows().get(0))
        .containsExactly(new double[] {0.5, 0.7, 0.6}, within(1e-12));
    assertThat(comparison.rows().get(1))
        .containsExactly(new double[] {0.3, 0.5, 0.4}, within(1e-12));
    assertThat(comparison.rows().get(2))
        .containsExactly(new double[] {0.4, 0.6, 0.5}, within(1e-12));
    assertThat(asked)
        .containsExactlyInAnyOrder("aaa|a", "a|aaa", "aaa|aa", "aa|aaa", "a|aa", "aa|a");
    assertThat(comparison.pairs()).isEqualTo(3);
    assertThat(comparison.tokens()).isEqualTo(60);
    assertThat(comparison.cachedTokens()).isEqualTo(24);
    assertThat(comparison.flops()).isEqualTo(600);
  }

  @Test
  void compare_evidenceAndEqualTexts_asksAboutEachPairOnce() throws InterruptedException {
    Comparison comparison =
        matrix.compare(this::biased, List.of("a", "aa", "a"), List.of("aa", "aaa", "a"));

    assertThat(asked)
        .containsExactlyInAnyOrder("a|aa", "aa|a", "a|aaa", "aaa|a", "aa|aaa", "aaa|aa");
    assertThat(comparison.rows().get(1))
        .containsExactly(new double[] {0.5, 0.4, 0.6}, within(1e-12));
    assertThat(comparison.rows().get(2)).isEqualTo(comparison.rows().get(0));
  }

  @Test
  void compare_anyJudge_givesUtilitiesThatAddUpToOne() throws InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> texts = IntStream.range(0, 12).mapToObj(_ -> Texts.random(random, 5)).toList();

    List<double[]> rows =
        matrix
            .compare(
                (first, second) ->
                    new Preference.Answer(
                        Math.floorMod((first + "|" + second).hashCode(), 1001) / 1000.0, 0, 0, 0),
                texts,
                List.of())
            .rows();

    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.size(); j++) {
        assertThat(rows.get(i)[j] + rows.get(j)[i]).as("seed %d", seed).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void compare_oneTextAlone_asksNothing() throws InterruptedException {
    assertThat(matrix.compare(this::biased, List.of("a", "a"), List.of()).rows().getFirst())
        .containsExactly(0.5, 0.5);
    assertThat(asked).isEmpty();
  }

  @Test
  void compare_moreThanTheMostPairs_isRefusedBeforeAnythingIsAsked() throws InterruptedException {
    PreferenceMatrix small = new PreferenceMatrix(threads, 3);

    small.compare(this::biased, List.of("a", "aa", "aaa"), List.of());
    asked.clear();
    assertThatThrownBy(
            () -> small.compare(this::biased, List.of("a", "aa", "aaa", "aaaa"), List.of()))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith("hypotheses: ")
        .hasMessageContaining("6 pairs")
        .hasMessageContaining("is 3");
    assertThat(asked).isEmpty();
  }

  @Test
  void compare_judgeFailsForOnePair_failsAlike() {
    Preference broken =
        (first, second) -> {
          if (first.equals("aa")) {
            throw new ArithmeticException("no verdict");
          }
          return biased(first, second);
        };

    assertThatThrownBy(() -> matrix.compare(broken, List.of("a", "aa", "aaa"), List.of()))
        .isInstanceOf(ArithmeticException.class);
  }
}
