package io.metagen.verifier.algebra;

import cc.redberry.rings.Rings;
import cc.redberry.rings.bigint.BigInteger;
import cc.redberry.rings.poly.MultivariateRing;
import cc.redberry.rings.poly.multivar.MonomialOrder;
import cc.redberry.rings.poly.multivar.MultivariateDivision;
import cc.redberry.rings.poly.multivar.MultivariatePolynomial;
import io.metagen.verifier.bounded.TimeLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Polynomials with whole coefficients over the parts of two expressions that are no rational
 * numbers: variables, pi, roots of primes, values of functions. Each has a key; a root of degree m
 * has the relation that its m-th power is its radicand, and every product is reduced by all
 * relations at once. Since no two relations share their leading power, and a later root ranks above
 * what its radicand is made of, they are a Groebner basis: a polynomial is zero exactly when it
 * reduces to zero. Sizes are bounded, so that every operation ends soon. Owned by one thread.
 */
final class Polynomials {
  private static final int MOST_PARTS = 24;
  private static final int MOST_TERMS = 1_000;
  private static final int MOST_PAIRS = 50_000;
  private static final int MOST_BITS = 8_000;

  private final MultivariateRing<MultivariatePolynomial<BigInteger>> ring =
      Rings.MultivariateRing(MOST_PARTS, Rings.Z, MonomialOrder.LEX);
  private final Map<String, Integer> parts = new HashMap<>();
  private final List<MultivariatePolynomial<BigInteger>> relations = new ArrayList<>();

  MultivariatePolynomial<BigInteger> constant(java.math.BigInteger value) {
    return bounded(ring.getOne().multiply(new BigInteger(value)));
  }

  MultivariatePolynomial<BigInteger> one() {
    return ring.getOne();
  }

  /** Returns the part with a key, a new one at its first call. */
  MultivariatePolynomial<BigInteger> part(String key) {
    int index = parts.computeIfAbsent(key, _ -> MOST_PARTS - 1 - parts.size());
    if (index < 0) {
      throw new TooLargeException();
    }
    return ring.variable(index);
  }

  /** Returns a part whose power of a degree is the radicand. */
  MultivariatePolynomial<BigInteger> root(
      String key, int degree, MultivariatePolynomial<BigInteger> radicand) {
    boolean known = parts.containsKey(key);
    MultivariatePolynomial<BigInteger> root = part(key);
    if (!known) {
      relations.add(ring.subtract(ring.pow(root, degree), radicand));
    }
    return root;
  }

  MultivariatePolynomial<BigInteger> plus(
      MultivariatePolynomial<BigInteger> a, MultivariatePolynomial<BigInteger> b) {
    return bounded(ring.add(a, b));
  }

  MultivariatePolynomial<BigInteger> minus(
      MultivariatePolynomial<BigInteger> a, MultivariatePolynomial<BigInteger> b) {
    return bounded(ring.subtract(a, b));
  }

  MultivariatePolynomial<BigInteger> times(
      MultivariatePolynomial<BigInteger> a, MultivariatePolynomial<BigInteger> b) {
    TimeLimit.checkpoint();
    if ((long) a.size() * b.size() > MOST_PAIRS) {
      throw new TooLargeException();
    }
    return bounded(reduced(ring.multiply(a, b)));
  }

  /** Multiplies one factor after another, so that every product is bounded. */
  MultivariatePolynomial<BigInteger> power(MultivariatePolynomial<BigInteger> base, int exponent) {
    MultivariatePolynomial<BigInteger> power = ring.getOne();
    for (int i = 0; i < exponent; i++) {
      power = times(power, base);
    }
    return power;
  }

  private MultivariatePolynomial<BigInteger> reduced(MultivariatePolynomial<BigInteger> value) {
    return relations.isEmpty() ? value : MultivariateDivision.remainder(value, relations);
  }

  private static MultivariatePolynomial<BigInteger> bounded(
      MultivariatePolynomial<BigInteger> value) {
    if (value.size() > MOST_TERMS) {
      throw new TooLargeException();
    }
    for (BigInteger coefficient : value.coefficients()) {
      if (coefficient.bitLength() > MOST_BITS) {
        throw new TooLargeException();
      }
    }
    return value;
  }
}
