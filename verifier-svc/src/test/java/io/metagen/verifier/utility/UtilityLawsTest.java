package io.metagen.verifier.utility;

import static io.metagen.verifier.utility.Texts.utility;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every utility on text, whatever the texts. */
final class UtilityLawsTest {
  private static final int ROUNDS = 300;

  static Stream<TextUtility> all() {
    return Stream.of(
        new AnswerMatch(),
        new ExactMatch(),
        new EditSimilarity(),
        new TokenF1(),
        new RougeL(),
        new Chrf(),
        new Bleu());
  }

  @ParameterizedTest
  @MethodSource("all")
  void utility_randomTexts_isInRangeAndSymmetricWhereItSaysSo(TextUtility utility) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    boolean exchanged = true;
    for (int round = 0; round < ROUNDS; round++) {
      String a = Texts.random(random, 12);
      String b = Texts.random(random, 12);
      double there = utility(utility, a, b);
      double back = utility(utility, b, a);
      assertThat(there).as("seed %d: <%s> against <%s>", seed, a, b).isBetween(0.0, 1.0);
      exchanged &= there == back;
    }
    assertThat(exchanged).as("seed %d", seed).isEqualTo(utility.symmetric());
  }

  @ParameterizedTest
  @MethodSource("all")
  void utility_ofATextAgainstItself_isOne(TextUtility utility) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String text =
          Texts.random(random, 12) + (utility instanceof AnswerMatch ? "\nAnswer: 7" : "");
      assertThat(utility(utility, text, text))
          .as("seed %d: <%s>", seed, text)
          .isCloseTo(1, within(1e-12));
    }
  }
}
