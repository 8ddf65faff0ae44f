package io.metagen.verifier.algebra;

import io.metagen.verifier.bounded.TimeLimit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.complex.Complex;

/** Equality of expressions. */
final class Expressions {
  private static final int POINTS = 6;
  private static final int POSITIVE_POINTS = 4;
  private static final double TOLERANCE = 1e-10;
  private static final double LARGEST = 1e100;

  private static final double LEAST = 0.3;
  private static final double MOST = 2.3;

  private Expressions() {}

  /**
   * Whether two expressions are equal wherever both are defined: exactly for polynomials and their
   * quotients over variables, pi, e, i and roots of rational numbers; else by their values at a few
   * fixed points, to ten digits.
   *
   * @throws UndecidedException where neither way gives an answer
   */
  static boolean equal(Expression a, Expression b) {
    return exactly(a, b).orElseGet(() -> byValues(a, b));
  }

  /**
   * Whether the difference of two sides is a multiple, other than zero, of that of two others.
   *
   * @param positive whether the multiple must be positive, as for inequalities
   */
  static boolean proportional(Expression a, Expression b, boolean positive) {
    try {
      ExactForm form = new ExactForm();
      Polynomials ring = form.ring();
      Fraction left = form.of(a);
      Fraction right = form.of(b);
      var f = ring.times(left.top(), right.bottom());
      var g = ring.times(right.top(), left.bottom());
      if (f.isZero() || g.isZero()) {
        return f.isZero() && g.isZero();
      }
      boolean multiple = ring.minus(f.copy().multiply(g.lc()), g.copy().multiply(f.lc())).isZero();
      return multiple && (!positive || f.lc().signum() == g.lc().signum());
    } catch (TooLargeException | ArithmeticException e) {
      throw new UndecidedException();
    }
  }

  private static Optional<Boolean> exactly(Expression a, Expression b) {
    try {
      ExactForm form = new ExactForm();
      Fraction left = form.of(a);
      Fraction right = form.of(b);
      boolean equal = left.minus(right, form.ring()).isZero();
      return equal || form.complete() ? Optional.of(equal) : Optional.empty();
    } catch (TooLargeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean byValues(Expression a, Expression b) {
    boolean leftDefined = false;
    boolean rightDefined = false;
    boolean compared = false;
    for (int point = 0; point < POINTS; point++) {
      TimeLimit.checkpoint();
      Evaluation evaluation = at(point);
      Complex left = evaluation.of(a);
      Complex right = evaluation.of(b);
      leftDefined |= usable(left);
      rightDefined |= usable(right);
      if (usable(left) && usable(right)) {
        compared = true;
        if (!close(left, right)) {
          return false;
        }
      }
    }
    if (!leftDefined && !rightDefined) {
      throw new UndecidedException();
    }
    return compared;
  }

  private static boolean close(Complex left, Complex right) {
    double size = Math.max(1, Math.max(left.abs(), right.abs()));
    return left.subtract(right).abs() <= TOLERANCE * size;
  }

  private static boolean usable(Complex value) {
    return !value.isNaN() && !value.isInfinite() && value.abs() < LARGEST;
  }

  /** The first points are positive, since answers seldom say which sign their variables have. */
  private static Evaluation at(int point) {
    SplittableRandom random = new SplittableRandom(point);
    Map<String, Complex> values = new HashMap<>();
    return new Evaluation(name -> values.computeIfAbsent(name, n -> value(n, point, random)));
  }

  private static Complex value(String name, int point, SplittableRandom random) {
    double size = random.nextDouble(LEAST, MOST);
    boolean negative = point >= POSITIVE_POINTS && (name.hashCode() + point) % 2 == 0;
    return new Complex(negative ? -size : size);
  }
}
