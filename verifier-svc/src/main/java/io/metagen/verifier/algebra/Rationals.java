package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Call;
import io.metagen.verifier.algebra.Expression.Literal;
import io.metagen.verifier.algebra.Expression.Power;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Expression.Symbol;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Expressions that are rational numbers by arithmetic alone. */
final class Rationals {
  private static final int MOST_BITS = 4_000;
  private static final int MOST_EXPONENT = 1_000;

  private Rationals() {}

  /** Returns the number that an expression is; empty where it is none, undefined or too large. */
  static Optional<Literal> valueOf(Expression expression) {
    return switch (expression) {
      case Literal number -> Optional.of(number).filter(Rationals::fits);
      case Sum(List<Expression> parts) -> folded(parts, Rationals::plus);
      case Product(List<Expression> parts) -> folded(parts, Rationals::times);
      case Power(Expression base, Expression exponent) ->
          valueOf(base).flatMap(b -> valueOf(exponent).flatMap(e -> power(b, e)));
      case Symbol _, Call _ -> Optional.empty();
    };
  }

  private static Optional<Literal> folded(
      List<Expression> parts, BinaryOperator<Literal> operation) {
    Optional<Literal> result = valueOf(parts.getFirst());
    for (Expression part : parts.subList(1, parts.size())) {
      Optional<Literal> next = valueOf(part);
      result = result.flatMap(a -> next.map(b -> operation.apply(a, b))).filter(Rationals::fits);
    }
    return result;
  }

  private static Literal plus(Literal a, Literal b) {
    return reduced(
        a.top().multiply(b.bottom()).add(b.top().multiply(a.bottom())),
        a.bottom().multiply(b.bottom()));
  }

  private static Literal times(Literal a, Literal b) {
    return reduced(a.top().multiply(b.top()), a.bottom().multiply(b.bottom()));
  }

  private static Optional<Literal> power(Literal base, Literal exponent) {
    boolean usable =
        exponent.bottom().equals(BigInteger.ONE)
            && exponent.top().abs().compareTo(BigInteger.valueOf(MOST_EXPONENT)) <= 0
            && (exponent.top().signum() >= 0 || base.top().signum() != 0);
    if (!usable) {
      return Optional.empty();
    }
    int times = exponent.top().intValue();
    if ((long) Math.abs(times) * Math.max(base.top().bitLength(), base.bottom().bitLength())
        > MOST_BITS) {
      return Optional.empty();
    }
    BigInteger top = base.top().pow(Math.abs(times));
    BigInteger bottom = base.bottom().pow(Math.abs(times));
    return Optional.of(times < 0 ? reduced(bottom, top) : reduced(top, bottom));
  }

  private static Literal reduced(BigInteger top, BigInteger bottom) {
    BigInteger common = top.gcd(bottom);
    BigInteger divisor = bottom.signum() < 0 ? common.negate() : common;
    return new Literal(top.divide(divisor), bottom.divide(divisor));
  }

  private static boolean fits(Literal number) {
    return number.top().bitLength() <= MOST_BITS && number.bottom().bitLength() <= MOST_BITS;
  }
}
