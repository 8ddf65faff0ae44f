package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Power;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one expression, such as {@code 2x^2/3 - \frac{1}{2}\sqrt{x+1}}: its sums, products and
 * powers. Owned by the thread that reads.
 */
final class ExpressionReader {
  private final Tokens tokens;
  private final AtomReader atoms;
  private final boolean minus;
  private boolean plusMinus;

  /**
   * @param minus what {@code ±} stands for
   */
  ExpressionReader(Tokens tokens, boolean minus) {
    this.tokens = tokens;
    this.atoms = new AtomReader(tokens, this);
    this.minus = minus;
  }

  /** Whether a {@code ±} was read. */
  boolean sawPlusMinus() {
    return plusMinus;
  }

  /** Returns the longest expression from here on. */
  Expression sum() {
    tokens.enter();
    List<Expression> parts = new ArrayList<>();
    do {
      boolean negative = false;
      while (isSignOfATerm()) {
        negative ^= negative(tokens.take());
      }
      Expression product = product();
      parts.add(negative ? Expression.negative(product) : product);
    } while (isSignOfATerm());
    tokens.leave();
    return parts.size() == 1 ? parts.getFirst() : new Sum(parts);
  }

  private boolean isSignOfATerm() {
    return tokens.here().is("+") || tokens.here().is("-") || tokens.here().is("±");
  }

  private boolean negative(Token sign) {
    plusMinus |= sign.is("±");
    return sign.is("-") || (sign.is("±") && minus);
  }

  private Expression product() {
    List<Expression> factors = new ArrayList<>(List.of(signed()));
    while (true) {
      if (tokens.skip("*")) {
        factors.add(signed());
      } else if (tokens.skip("/")) {
        factors.add(new Power(signed(), Expression.MINUS_ONE));
      } else if (beginsAtom() && tokens.here().kind() != Kind.NUMBER) {
        factors.add(power());
      } else {
        return factors.size() == 1 ? factors.getFirst() : new Product(factors);
      }
    }
  }

  /** Returns a factor that may have a sign of its own, as behind a multiplication sign. */
  Expression signed() {
    boolean negative = false;
    while (tokens.here().is("-") || tokens.here().is("+")) {
      negative ^= tokens.take().is("-");
    }
    Expression factor = power();
    return negative ? Expression.negative(factor) : factor;
  }

  /** Whether a value without a sign begins here. */
  boolean beginsAtom() {
    Token token = tokens.here();
    return switch (token.kind()) {
      case NUMBER, NAME, FUNCTION, COMMAND -> true;
      case SIGN -> token.is("(") || token.is("{") || (token.is("[") && !tokens.bracketsSeveral());
      case WORD, END -> false;
    };
  }

  /** Returns a value with its exponent, if it has one. */
  Expression power() {
    Expression base = postfix();
    if (!tokens.skip("^")) {
      return base;
    }
    tokens.enter();
    boolean negative = tokens.skip("-");
    Expression exponent = tokens.here().is("{") ? group("{", "}") : power();
    tokens.leave();
    return new Power(base, negative ? Expression.negative(exponent) : exponent);
  }

  /** Returns a value with the factorial signs behind it. */
  Expression postfix() {
    Expression value = atoms.atom();
    while (tokens.here().is("!")) {
      tokens.take();
      value = Integers.factorial(value);
    }
    return value;
  }

  /** Returns what stands between two brackets. */
  Expression group(String open, String close) {
    tokens.expect(open);
    Expression inner = sum();
    tokens.expect(close);
    return inner;
  }
}
