package io.metagen.verifier.algebra;

import cc.redberry.rings.bigint.BigInteger;
import cc.redberry.rings.poly.multivar.MultivariatePolynomial;

/**
 * A quotient of polynomials, not reduced.
 *
 * @param bottom not zero
 */
record Fraction(MultivariatePolynomial<BigInteger> top, MultivariatePolynomial<BigInteger> bottom) {

  Fraction plus(Fraction other, Polynomials ring) {
    if (bottom.equals(other.bottom)) {
      return new Fraction(ring.plus(top, other.top), bottom);
    }
    return new Fraction(
        ring.plus(ring.times(top, other.bottom), ring.times(other.top, bottom)),
        ring.times(bottom, other.bottom));
  }

  Fraction times(Fraction other, Polynomials ring) {
    return new Fraction(ring.times(top, other.top), ring.times(bottom, other.bottom));
  }

  Fraction power(int exponent, Polynomials ring) {
    Fraction base = exponent < 0 ? inverse() : this;
    int times = Math.abs(exponent);
    return new Fraction(ring.power(base.top, times), ring.power(base.bottom, times));
  }

  private Fraction inverse() {
    if (top.isZero()) {
      throw new ArithmeticException("divides by zero");
    }
    return new Fraction(bottom, top);
  }

  /** Returns the difference's numerator: zero exactly where both are equal. */
  MultivariatePolynomial<BigInteger> minus(Fraction other, Polynomials ring) {
    return ring.minus(ring.times(top, other.bottom), ring.times(other.top, bottom));
  }

  /** Returns what names this fraction among the arguments of functions. */
  String key() {
    return "(" + top + ")/(" + bottom + ")";
  }
}
