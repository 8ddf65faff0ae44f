package io.metagen.verifier.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerComparisonTest {

  @ParameterizedTest
  @CsvFileSource(resources = "equal.tsv", delimiter = '\t', quoteCharacter = '`')
  void difference_equalAnswer_isNoneEitherWay(String reference, String answer) {
    assertThat(AnswerComparison.with(reference).difference(answer)).isEmpty();
    assertThat(AnswerComparison.with(answer).difference(reference)).isEmpty();
    assertThat(AnswerComparison.with(answer).difference(answer)).isEmpty();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "different.tsv", delimiter = '\t', quoteCharacter = '`')
  void difference_otherAnswer_isThereEitherWay(String reference, String answer) {
    assertThat(AnswerComparison.with(reference).difference(answer)).isPresent();
    assertThat(AnswerComparison.with(answer).difference(reference)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3|4|the final answer is wrong",
        "3|(3,4)|the final answer is a tuple or interval, but a number is expected",
        "(3,4)|3, 4, 5|the final answer is a list or set, but a tuple or interval is expected",
        "x+1|3|the final answer is a number, but an expression with variables is expected",
        "x > 1|x+y=1|the final answer is an equation, but an inequality is expected",
        "3 cm|3 km|the final answer is in another unit than the problem asks for",
        "Tuesday|Monday|the final answer is wrong",
        "Tuesday|3|the final answer is a number, but text is expected",
        "3|none at all|the final answer is text, but a number is expected",
      })
  void difference_otherAnswer_saysWhichFormIsExpected(
      String reference, String answer, String difference) {
    assertThat(AnswerComparison.with(reference).difference(answer)).contains(difference);
  }

  @Test
  void difference_sumOfRandomTermsInAnyOrder_isNone() {
    long seed = 11;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      List<String> terms = IntStream.range(0, 4).mapToObj(_ -> term(random)).toList();
      String sum = String.join("+", terms);
      String turned = String.join(" + ", terms.reversed());
      AnswerComparison comparison = AnswerComparison.with(sum);
      assertThat(comparison.difference(turned)).as(sum).isEmpty();
      assertThat(comparison.difference("(" + turned + ")^2/(" + sum + ")")).as(sum).isEmpty();
      assertThat(comparison.difference(turned + "+\\frac{1}{1000}")).as(sum).isPresent();
    }
  }

  @Test
  void difference_productOfFactors_isNoneToWhatItExpandsTo() {
    long seed = 12;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      int a = random.nextInt(1, 30);
      int b = random.nextInt(1, 30);
      int c = random.nextInt(1, 30);
      String factors = "(%dx+\\sqrt{%d})(x-%d)".formatted(a, b, c);
      String expanded = "%dx^2 + x\\sqrt{%d} - %dx - %d\\sqrt{%d}".formatted(a, b, a * c, c, b);
      assertThat(AnswerComparison.with(factors).difference(expanded)).as(factors).isEmpty();
      assertThat(AnswerComparison.with(factors + "+1").difference(expanded)).isPresent();
    }
  }

  /** Nothing may throw, whatever the text, and none takes long. */
  @Test
  @Timeout(120)
  void difference_anyText_isNoneOrSomething() {
    long seed = 13;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> pieces =
        List.of(
            "\\frac",
            "\\sqrt",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "x",
            "y",
            "2",
            "17",
            "^",
            "_",
            "+",
            "-",
            "*",
            "/",
            ",",
            "=",
            "<",
            "\\pi",
            "i",
            "\\sin",
            "|",
            "!",
            "%",
            "\\pm",
            "\\cup",
            "\\text{a}",
            "\\begin{pmatrix}",
            "\\end{pmatrix}",
            "&",
            "\\\\",
            " ",
            "$",
            ".",
            "e");
    for (int i = 0; i < 20_000; i++) {
      String text =
          IntStream.range(0, random.nextInt(1, 14))
              .mapToObj(_ -> pieces.get(random.nextInt(pieces.size())))
              .collect(Collectors.joining());
      try {
        assertThat(AnswerComparison.with("2x+1").difference(text)).isNotNull();
      } catch (UndecidedException e) {
        assertThat(e).hasMessageContaining("compared");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "\\frac{",
        "{",
        "((((1+",
        "-",
        "2^",
        "x",
        "\\sqrt{x+",
        "1+x(",
        "9!",
        "x,",
        "[1,",
        "|"
      })
  @Timeout(60)
  void difference_hostileRepetition_isFoundInTime(String part) {
    String text = part.repeat(1000 / part.length());

    assertThat(AnswerComparison.with("2x+1").difference(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+b+c+d+e+f+g+h)^{900}",
        "((((x+y)^{99})^{99})^{99})^{99}",
        "(\\sqrt{a+b}+\\sqrt{b+c}+\\sqrt{c+d}+\\sqrt{d+f})^{500}",
        "\\sqrt{123456789123456789123456789123456789}^{999}+x",
        "a+b+c+d+e+f+g+h+j+k+l+m+n+o+p+q+r+s+t+u+v+w+x+y+z+A+B+C",
      })
  @Timeout(60)
  void difference_largeAlgebra_isDecidedInTime(String answer) {
    assertThat(AnswerComparison.with("2x+1").difference(answer)).isPresent();
  }

  @Test
  void difference_valuesBeyondAllBounds_areUndecided() {
    AnswerComparison comparison = AnswerComparison.with("9^{9^{9}}");

    assertThatThrownBy(() -> comparison.difference("9^{387420488}"))
        .isInstanceOf(UndecidedException.class);
    assertThat(comparison.difference("3")).isPresent();
  }

  private static String term(SplittableRandom random) {
    int n = random.nextInt(2, 30);
    return switch (random.nextInt(5)) {
      case 0 -> "\\frac{" + n + "}{7}";
      case 1 -> "\\sqrt{" + n + "}";
      case 2 -> n + "x^2";
      case 3 -> "\\pi y^{" + n + "}";
      default -> "\\sqrt[3]{" + n + "}z";
    };
  }
}
