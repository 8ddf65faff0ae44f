package io.metagen.verifier.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerNormalizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 + 2 = 7\\nAnswer: 7|7",
        "Answer: 3\\nwait\\nAnswer: 4\\n|4",
        "final answer : 12.|12",
        "so 12 apples\\n#### 12|12",
        "#### 5\\nThe answer is 6. I am sure.|6",
        "The answer is 3.50. Done|3.5",
        "Therefore \\boxed{\\frac{1}{2}}.|0.5",
        "\\boxed{a{b}c}|a{b}c",
        "Answer: \\boxed{9}|9",
        "Answer: 8\\nAnswer:|8",
        "THE ANSWER IS: Yes|yes",
      })
  void ofSolution_markedAnswer_isTheLastOne(String text, String answer) {
    assertThat(AnswerNormalizer.ofSolution(text.replace("\\n", "\n"))).contains(answer);
  }

  /** Four million characters each; time that grows with the square would take hours. */
  @ParameterizedTest
  @ValueSource(
      strings = {"#", "####\n", "answer:", "the answer is ", "\\boxed{", "the ", "....", "$ "})
  @Timeout(60)
  void ofSolution_hostileRepetition_isReadInLinearTime(String part) {
    String text = part.repeat(4_000_000 / part.length());

    assertThat(AnswerNormalizer.ofSolution(text + "\nAnswer: 7")).contains("7");
    assertThat(AnswerNormalizer.ofSolution(text).map(String::length).orElse(0))
        .isLessThanOrEqualTo(AnswerNormalizer.LONGEST);
  }

  @Test
  void ofSolution_answerOfTheLongestLength_countsAndOneMoreDoesNot() {
    String longest = "x".repeat(AnswerNormalizer.LONGEST);

    assertThat(AnswerNormalizer.ofSolution("Answer: 1\nAnswer:" + longest)).contains(longest);
    assertThat(AnswerNormalizer.ofSolution("Answer: 1\nAnswer:" + longest + "x")).contains("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "The total is 7",
        "Answer:",
        "\\boxed{7",
        "#### \n7",
        "the answer isnt 7"
      })
  void ofSolution_noMarkedAnswer_isEmpty(String text) {
    assertThat(AnswerNormalizer.ofSolution(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7",
        "+007|7",
        "7.0|7",
        "7.|7",
        ".5|0.5",
        "0.50|0.5",
        "-0|0",
        "-0.0|0",
        "-3|-3",
        "−3|-3",
        "1,234|1234",
        "1,234,567.50|1234567.5",
        "12,34|12,34",
        "$1,000|1000",
        "-$5|-5",
        "5%|5",
        "€ 12|12",
        "12 €|12",
        "100|100",
        "1e3|1e3",
        "1/2|0.5",
        "2/6|1/3",
        "-2/6|-1/3",
        "14/2|7",
        "1/0|1/0",
        "0/5|0",
        "\\dfrac{3}{9}|1/3",
        "$\\frac{6}{3}$|2",
        "½|0.5",
        "４２|42",
        "1,000/3|1000/3",
      })
  void ofReference_number_hasOneForm(String text, String form) {
    assertThat(AnswerNormalizer.ofReference(text)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  Blue   Whale '|blue whale",
        "ÉTÉ|été",
        "12 apples|12 apples",
        "x = 3|x = 3",
        ".|.",
        "solution text #### 1,000|1000"
      })
  void ofReference_text_isFoldedAndCollapsed(String text, String form) {
    assertThat(AnswerNormalizer.ofReference(text)).isEqualTo(form);
  }

  @Test
  void ofSolution_veryLongAnswer_isNone() {
    assertThat(AnswerNormalizer.ofSolution("Answer: " + "9".repeat(2_000_000))).isEmpty();
  }

  @Test
  void ofReference_numberOfManyDigits_isExact() {
    String digits = "9".repeat(100);
    assertThat(AnswerNormalizer.ofReference("00" + digits + ".10"))
        .isEqualTo("00" + digits + ".10");
    assertThat(AnswerNormalizer.ofReference(digits + ".10")).isEqualTo(digits + ".1");
  }

  @Test
  void ofReference_equalFractions_haveOneForm() {
    long seed = 20_261_121L;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      BigInteger top = BigInteger.valueOf(random.nextInt(-500, 500));
      BigInteger bottom = BigInteger.valueOf(1 + random.nextInt(500));
      BigInteger factor = BigInteger.valueOf(1 + random.nextInt(50));
      String plain = top + "/" + bottom;
      String widened = top.multiply(factor) + "/" + bottom.multiply(factor);
      String form = AnswerNormalizer.ofReference(plain);
      assertThat(AnswerNormalizer.ofReference(widened)).as(plain).isEqualTo(form);
      assertThat(AnswerNormalizer.ofReference(form)).as(plain).isEqualTo(form);
      String other = top.add(BigInteger.ONE) + "/" + bottom;
      assertThat(AnswerNormalizer.ofReference(other)).as(plain).isNotEqualTo(form);
    }
  }

  @Test
  void ofSolution_normalForm_isItsOwnNormalForm() {
    for (String text :
        new String[] {"Answer: $ 5.", "#### a  B", "\\boxed{1/3}", "Answer: 5 . ."}) {
      String form = AnswerNormalizer.ofSolution(text).orElseThrow();
      assertThat(AnswerNormalizer.ofReference(form)).isEqualTo(form);
    }
  }
}
