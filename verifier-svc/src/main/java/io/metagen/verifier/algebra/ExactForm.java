package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Call;
import io.metagen.verifier.algebra.Expression.Literal;
import io.metagen.verifier.algebra.Expression.Power;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Expression.Symbol;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Writes expressions as quotients of polynomials, so that equal ones have a difference of zero.
 * Where all parts are variables, pi, e, i and roots of rational numbers, different ones have
 * another difference, since these parts have no relations but those that the polynomials know
 * (roots of different primes: Besicovitch 1940). Functions and roots of anything else may have
 * more. Owned by one thread.
 */
final class ExactForm {
  private static final int MOST_EXPONENT = 1_000;

  private final Polynomials ring = new Polynomials();
  private final Radicals radicals = new Radicals(ring);
  private boolean complete = true;

  Polynomials ring() {
    return ring;
  }

  /** Whether a difference that is not zero means that two expressions differ. */
  boolean complete() {
    return complete && radicals.complete();
  }

  /**
   * Returns the form of an expression.
   *
   * @throws TooLargeException if it grows too large
   * @throws ArithmeticException if it divides by zero
   */
  Fraction of(Expression expression) {
    return switch (expression) {
      case Literal number -> whole(number);
      case Symbol(String name) -> symbol(name);
      case Sum sum ->
          sum.parts().stream().map(this::of).reduce((a, b) -> a.plus(b, ring)).orElseThrow();
      case Product product ->
          product.parts().stream().map(this::of).reduce((a, b) -> a.times(b, ring)).orElseThrow();
      case Power(Expression base, Expression exponent) -> power(base, exponent);
      case Call(String function, Expression argument) -> opaque(function + of(argument).key());
    };
  }

  private Fraction whole(Literal number) {
    return new Fraction(ring.constant(number.top()), ring.constant(number.bottom()));
  }

  private Fraction symbol(String name) {
    return name.equals("i")
        ? new Fraction(ring.root("i", 2, ring.constant(BigInteger.ONE.negate())), ring.one())
        : new Fraction(ring.part(name), ring.one());
  }

  private Fraction power(Expression base, Expression exponent) {
    Optional<Literal> constant = Rationals.valueOf(exponent);
    if (constant.isEmpty()) {
      return opaque("power" + of(base).key() + of(exponent).key());
    }
    int top = small(constant.get().top());
    int degree = small(constant.get().bottom());
    if (degree == 1) {
      return of(base).power(top, ring);
    }
    return root(base, degree).power(top, ring);
  }

  private Fraction root(Expression base, int degree) {
    Optional<Literal> radicand = Rationals.valueOf(base);
    if (radicand.isPresent()) {
      return radicals.root(radicand.get(), degree);
    }
    complete = false;
    Fraction form = of(base);
    var inner = ring.times(form.top(), ring.power(form.bottom(), degree - 1));
    return new Fraction(ring.root("root" + degree + inner, degree, inner), form.bottom());
  }

  private Fraction opaque(String key) {
    complete = false;
    return new Fraction(ring.part(key), ring.one());
  }

  private static int small(BigInteger value) {
    if (value.bitLength() > Integer.SIZE - 1 || Math.abs(value.intValue()) > MOST_EXPONENT) {
      throw new TooLargeException();
    }
    return value.intValue();
  }
}
