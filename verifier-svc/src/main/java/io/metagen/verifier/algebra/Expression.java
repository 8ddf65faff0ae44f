package io.metagen.verifier.algebra;

import java.math.BigInteger;
import java.util.List;

/** A mathematical expression. A difference is a sum, a quotient a product with a power. */
sealed interface Expression {
  Expression MINUS_ONE = Literal.of(-1);

  /** A rational number; the denominator is positive. */
  record Literal(BigInteger top, BigInteger bottom) implements Expression {
    public Literal {
      if (bottom.signum() <= 0) {
        throw new IllegalArgumentException("a denominator is positive");
      }
    }

    static Literal of(long value) {
      return new Literal(BigInteger.valueOf(value), BigInteger.ONE);
    }
  }

  /** A variable or a constant such as pi, e or i. */
  record Symbol(String name) implements Expression {}

  /** A sum. */
  record Sum(List<Expression> parts) implements Expression {}

  /** A product. */
  record Product(List<Expression> parts) implements Expression {}

  /** A power; a root has an exponent that is a fraction. */
  record Power(Expression base, Expression exponent) implements Expression {}

  /** A function's value. */
  record Call(String function, Expression argument) implements Expression {}

  static Expression negative(Expression value) {
    return new Product(List.of(MINUS_ONE, value));
  }

  static Expression quotient(Expression top, Expression bottom) {
    return new Product(List.of(top, new Power(bottom, MINUS_ONE)));
  }

  static Expression root(Expression radicand, Expression degree) {
    return new Power(radicand, new Power(degree, MINUS_ONE));
  }
}
