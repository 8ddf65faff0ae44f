package io.metagen.verifier.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearPatternTest {

  @ParameterizedTest
  @CsvSource({
    "abc, abX, 2",
    "abc, abcd, 3",
    "abc, ab, 2",
    "abc, '', 0",
    "abc, xyz, 0",
    "a|ab, abc, 2",
    "(a*)*b, aaaaaaac, 7",
    "[0-9]+-[0-9]+, 12-x4, 3",
    "[a-z]+@[a-z]+, joe@, 4",
    "(?i)AB, abq, 2",
    "x😀y, x😀z, 3",
    "x😀y, x😁y, 1",
    "xy, x😀, 1",
    "., '', 0",
  })
  void reach_textThatDoesNotMatch_isTheFirstCharacterThatMadeItSo(
      String pattern, String text, int reach) {
    LinearPattern compiled = LinearPattern.of(pattern);

    assertThat(compiled.matches(text)).isFalse();
    assertThat(compiled.reach(text)).hasValue(reach);
  }

  @Test
  void reach_patternThatEndsInAQuote_isUnknown() {
    LinearPattern pattern = LinearPattern.of("\\Qa(b");

    assertThat(pattern.matches("a(b")).isTrue();
    assertThat(pattern.reach("x")).isEmpty();
  }

  @Test
  void find_partOfTheText_isEnough() {
    LinearPattern pattern = LinearPattern.of("b+");

    assertThat(pattern.find("abbc")).isTrue();
    assertThat(pattern.matches("abbc")).isFalse();
    assertThat(pattern.find("ac")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a(b|missing closing ), at character",
        "ab[|at character 2",
        "[z-a]|at character 1",
        "x(?=a)|at character 1",
        "(a)\\1|at character 3",
        "a\\|at character 2",
        "a**|at character 1",
        "*a|at character 0",
      })
  void of_noPattern_saysWhyAndWhere(String pattern, String why) {
    assertThatThrownBy(() -> LinearPattern.of(pattern))
        .isInstanceOf(BadPatternException.class)
        .hasMessageContaining("RE2")
        .hasMessageContaining(why);
  }

  /** Each would take gigabytes once written out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "((a{900,1000}){1000,}){1,1000}",
        "((a{1000})(?i){1000}){1000}",
        "((a{1000})\\Q\\E{1000}){1000}",
        "(([]a{1000}]b{1000}){1000}[])]){1000}",
        "((\\(a{1000}\\)){1000}){1000}",
        "(a{1000}|b{1000}){11}",
        "((\\Qab\\E{1000}){1000}){1000}"
      })
  @Timeout(60)
  void of_repetitionsOfRepetitions_areRefused(String pattern) {
    assertThatThrownBy(() -> LinearPattern.of(pattern)).hasMessageContaining("copies");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "([a-f0-9]{8})-([a-f0-9]{4})-([a-f0-9]{4})-([a-f0-9]{4})-([a-f0-9]{12})",
        "[{1000}{1000}{1000}]",
        "\\{1000}{3}",
        "(\\d{1,3}\\.){3}\\d{1,3}",
      })
  void of_repetitionsOfTheUsualKind_areTaken(String pattern) {
    assertThat(LinearPattern.of(pattern).matches("\n")).isFalse();
  }

  @Test
  void of_longOrDeepPattern_isRefused() {
    String longest = "a".repeat(LinearPattern.LONGEST);

    assertThat(LinearPattern.of(longest).matches(longest)).isTrue();
    assertThatThrownBy(() -> LinearPattern.of(longest + "a")).hasMessageContaining("characters");
  }

  /** Backtracking would take longer than the universe is old. */
  @Test
  @Timeout(60)
  void matches_nestedRepetition_takesLinearTime() {
    LinearPattern pattern = LinearPattern.of("(a|a)*(a|aa)+(x+x+)+y");

    assertThat(pattern.matches("a".repeat(20_000) + "x".repeat(20_000))).isFalse();
  }
}
