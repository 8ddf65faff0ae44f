package io.metagen.verifier.utility;

import static io.metagen.verifier.utility.Texts.utility;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of the papers, and others worked out by hand. */
final class UtilityExamplesTest {
  @Test
  void exactMatch_isOneForEqualTextsAlone() {
    assertThat(utility(new ExactMatch(), "a b", "a b")).isEqualTo(1);
    assertThat(utility(new ExactMatch(), "a b", "a b ")).isZero();
    assertThat(utility(new ExactMatch(), "\u00e9", "e\u0301")).isZero();
  }

  @Test
  void answerMatch_comparesNormalForms() {
    assertThat(utility(new AnswerMatch(), "So\nAnswer: 1,200.0", "#### $1200")).isEqualTo(1);
    assertThat(utility(new AnswerMatch(), "Answer: 12", "Answer: 21")).isZero();
  }

  @Test
  void answerMatch_noAnswer_agreesWithNothing() {
    assertThat(utility(new AnswerMatch(), "no idea", "no idea")).isZero();
    assertThat(utility(new AnswerMatch(), "no idea", "Answer: 1")).isZero();
    assertThat(utility(new AnswerMatch(), "", "")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3, 7",
    "intention, execution, 5, 9",
    "'', '', 0, 1",
    "'', ab, 1, 1",
    "😀😃, 😀, 1, 2"
  })
  void editSimilarity_isOneLessTheShareOfEdits(String a, String b, double edits, double longer) {
    assertThat(utility(new EditSimilarity(), a, b)).isEqualTo(1 - edits / longer);
  }

  @Test
  void tokenF1_isOverBagsWithoutCasePunctuationAndArticles() {
    assertThat(utility(new TokenF1(), "The Denver Broncos!", "denver broncos")).isEqualTo(1);
    // {cat, cat, sat} and {cat, sat, down}: 2 in common, precision and recall 2/3
    assertThat(utility(new TokenF1(), "cat cat sat", "a cat sat down")).isEqualTo(2 / 3.0);
    assertThat(utility(new TokenF1(), "it's", "its")).isEqualTo(1);
    assertThat(utility(new TokenF1(), "the", "?!")).isEqualTo(1);
    assertThat(utility(new TokenF1(), "the", "cat")).isZero();
  }

  /** Lin 2004, section 3.1. */
  @Test
  void rougeL_examplesOfThePaper_followTheOrderOfWords() {
    String reference = "police killed the gunman";

    assertThat(utility(new RougeL(), "police kill the gunman", reference)).isEqualTo(0.75);
    assertThat(utility(new RougeL(), "the gunman kill police", reference)).isEqualTo(0.5);
    assertThat(utility(new RougeL(), "the gunman police killed", reference)).isEqualTo(0.5);
  }

  @Test
  void rougeL_lettersOfAnyScript_areTokens() {
    assertThat(utility(new RougeL(), "CAFÉ noir", "café")).isEqualTo(2 / 3.0);
    assertThat(utility(new RougeL(), "re\u0301sume", "re sume")).isZero();
    assertThat(utility(new RougeL(), "?!", "--")).isEqualTo(1);
    assertThat(utility(new RougeL(), "?!", "cat")).isZero();
  }

  @Test
  void chrf_workedOutByHand_weighsRecallMore() {
    // "ab" against "abc": P = (1 + 1) / 2, R = (2/3 + 1/2) / 2 over orders 1 and 2
    double recall = (2 / 3.0 + 1 / 2.0) / 2;
    assertThat(utility(new Chrf(), "ab", "abc"))
        .isCloseTo(5 * recall / (4 + recall), within(1e-12));
    assertThat(utility(new Chrf(), "abc", "ab"))
        .isCloseTo(5 * recall / (4 * recall + 1), within(1e-12));
    assertThat(utility(new Chrf(), "a b\u00a0c", "abc")).isEqualTo(1);
    assertThat(utility(new Chrf(), " ", "\n")).isEqualTo(1);
    assertThat(utility(new Chrf(), "", "abc")).isZero();
  }

  /** Papineni et al. 2002, section 2.1: of seven times "the" the reference has two. */
  @Test
  void bleu_exampleOfThePaper_clipsPrecisionAndSmoothsTheRest() {
    double clipped = 2 / 7.0;
    double smoothed = Math.pow(clipped * (1 / 2.0 / 6) * (1 / 4.0 / 5) * (1 / 8.0 / 4), 1 / 4.0);

    assertThat(utility(new Bleu(), "the the the the the the the", "the cat is on the mat"))
        .isCloseTo(smoothed, within(1e-12));
  }

  @Test
  void bleu_shortTexts_haveOrdersUpToTheirLengthAndABrevityPenalty() {
    assertThat(utility(new Bleu(), "cat", "cat")).isEqualTo(1);
    assertThat(utility(new Bleu(), "the cat", "the cat sat"))
        .isCloseTo(Math.exp(-0.5), within(1e-12));
    assertThat(utility(new Bleu(), "dog", "cat")).isZero();
    assertThat(utility(new Bleu(), "", " ")).isEqualTo(1);
    assertThat(utility(new Bleu(), "", "cat")).isZero();
  }
}
