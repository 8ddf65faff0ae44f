package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Literal;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as they are written, and functions of whole numbers. */
final class Integers {
  private static final int LARGEST_FACTORIAL = 200;

  private Integers() {}

  /** Returns the number that digits, with a point or an exponent, stand for. */
  static Literal number(String digits) {
    BigDecimal value = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    BigInteger unscaled = value.unscaledValue();
    if (value.scale() <= 0) {
      return new Literal(unscaled.multiply(BigInteger.TEN.pow(-value.scale())), BigInteger.ONE);
    }
    BigInteger bottom = BigInteger.TEN.pow(value.scale());
    BigInteger common = unscaled.gcd(bottom);
    return new Literal(unscaled.divide(common), bottom.divide(common));
  }

  static Expression factorial(Expression value) {
    int n = small(value);
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return new Literal(product, BigInteger.ONE);
  }

  static Expression binomial(Expression above, Expression below) {
    int n = small(above);
    int k = small(below);
    BigInteger value = k > n ? BigInteger.ZERO : BigInteger.ONE;
    for (int i = 0; i < Math.min(k, n); i++) {
      value = value.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1L));
    }
    return new Literal(value, BigInteger.ONE);
  }

  private static int small(Expression value) {
    if (value instanceof Literal number
        && number.bottom().equals(BigInteger.ONE)
        && number.top().signum() >= 0
        && number.top().compareTo(BigInteger.valueOf(LARGEST_FACTORIAL)) <= 0) {
      return number.top().intValue();
    }
    throw new UnreadableAnswerException("takes a factorial of no small whole number");
  }
}
