package io.metagen.verifier.answer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one written form of a number. It is the shortest plain decimal where the number has one, else
 * the reduced fraction with a positive denominator:
 *
 * <pre>
 * +007, 7.0, 7., 14/2, $7, 7%, 7 EUR sign   -> 7
 * 1,234,567.50                              -> 1234567.5
 * 1/2, .5, \frac{1}{2}                      -> 0.5
 * -0                                        -> 0
 * 2/6                                       -> 1/3
 * </pre>
 *
 * Currency signs and percent are dropped, not converted. A comma separates thousands only where
 * groups of three follow it. Exponents, and numbers of more than 100 digits, are text.
 */
final class NumberForm {
  private static final Pattern DECORATION = Pattern.compile("^[$€£¥\\s]+|[$€£¥%\\s]+$");
  private static final Pattern LATEX_FRACTION =
      Pattern.compile("([+-]?)\\\\[dt]?frac\\{(\\d+)}\\{(\\d+)}");
  private static final String WHOLE = "(?:\\d{1,3}(?:,\\d{3})+|\\d{1,100})";
  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?)\\s*[$€£¥]?\\s*(" + WHOLE + "?(?:\\.\\d{0,100})?)");
  private static final Pattern FRACTION =
      Pattern.compile("([+-]?" + WHOLE + ")\\s*/\\s*(" + WHOLE + ")");
  private static final int MOST_CHARACTERS = 210;

  private NumberForm() {}

  /** Returns the form of a text that is a number; empty for any other. */
  static Optional<String> of(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    String bare = DECORATION.matcher(text.replace('\u2212', '-')).replaceAll("");
    bare = LATEX_FRACTION.matcher(bare).replaceFirst("$1$2/$3").replace('\u2044', '/');
    Matcher fraction = FRACTION.matcher(bare);
    if (fraction.matches()) {
      return fraction(integer(fraction.group(1)), integer(fraction.group(2)));
    }
    Matcher decimal = DECIMAL.matcher(bare);
    if (!decimal.matches() || decimal.group(2).chars().noneMatch(Character::isDigit)) {
      return Optional.empty();
    }
    String digits = decimal.group(2).replace(",", "");
    return Optional.of(plain(new BigDecimal(decimal.group(1) + digits)));
  }

  private static Optional<String> fraction(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0) {
      return Optional.empty();
    }
    BigInteger common = numerator.gcd(denominator);
    BigInteger top = numerator.divide(common);
    BigInteger bottom = denominator.divide(common);
    try {
      return Optional.of(plain(new BigDecimal(top).divide(new BigDecimal(bottom))));
    } catch (ArithmeticException neverEnds) {
      return Optional.of(top + "/" + bottom);
    }
  }

  private static BigInteger integer(String digits) {
    return new BigInteger(digits.replace(",", ""));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
