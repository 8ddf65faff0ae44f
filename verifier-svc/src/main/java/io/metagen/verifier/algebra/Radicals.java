package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Literal;
import java.math.BigInteger;

/**
 * Roots of rational numbers. Every number is taken apart into primes, and a root of degree d of a
 * prime is a power of its root of degree {@value #COMMON}, which d must divide. The odd root of a
 * negative number is the negative real one, the square root is a multiple of i. Owned by one
 * thread.
 */
final class Radicals {
  private static final int COMMON = 60;
  private static final int LARGEST_DIVISOR = 10_000;

  private final Polynomials ring;
  private boolean complete = true;

  Radicals(Polynomials ring) {
    this.ring = ring;
  }

  /** Whether all numbers were taken apart. */
  boolean complete() {
    return complete;
  }

  Fraction root(Literal radicand, int degree) {
    if (degree <= 0 || COMMON % degree != 0 || (radicand.top().signum() < 0 && isHard(degree))) {
      throw new TooLargeException();
    }
    Fraction root = primes(radicand.top().abs(), degree);
    Fraction bottom = primes(radicand.bottom(), degree);
    Fraction positive = root.times(bottom.power(-1, ring), ring);
    if (radicand.top().signum() >= 0) {
      return positive;
    }
    var minus = ring.constant(BigInteger.ONE.negate());
    Fraction sign =
        degree == 2
            ? new Fraction(ring.root("i", 2, minus), ring.one())
            : new Fraction(minus, ring.one());
    return positive.times(sign, ring);
  }

  private static boolean isHard(int degree) {
    return degree % 2 == 0 && degree != 2;
  }

  private Fraction primes(BigInteger value, int degree) {
    if (value.signum() == 0) {
      return new Fraction(ring.constant(BigInteger.ZERO), ring.one());
    }
    Fraction product = new Fraction(ring.one(), ring.one());
    BigInteger left = value;
    for (int p = 2; p <= LARGEST_DIVISOR && left.bitLength() > 1; p++) {
      BigInteger prime = BigInteger.valueOf(p);
      int count = 0;
      for (BigInteger[] q = left.divideAndRemainder(prime);
          q[1].signum() == 0;
          q = left.divideAndRemainder(prime)) {
        left = q[0];
        count++;
      }
      product = product.times(power(prime, count, degree), ring);
    }
    if (left.bitLength() <= 1) {
      return product;
    }
    complete &= left.compareTo(BigInteger.valueOf((long) LARGEST_DIVISOR * LARGEST_DIVISOR)) < 0;
    return product.times(power(left, 1, degree), ring);
  }

  /** Returns the root of a prime's power. */
  private Fraction power(BigInteger prime, int count, int degree) {
    Fraction whole = new Fraction(ring.constant(prime), ring.one());
    Fraction result = whole.power(count / degree, ring);
    int rest = count % degree;
    if (rest == 0) {
      return result;
    }
    Fraction root = new Fraction(ring.root("root " + prime, COMMON, whole.top()), ring.one());
    return result.times(root.power(rest * (COMMON / degree), ring), ring);
  }
}
