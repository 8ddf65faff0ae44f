package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Call;
import io.metagen.verifier.algebra.Expression.Literal;
import io.metagen.verifier.algebra.Expression.Power;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Expression.Symbol;
import io.metagen.verifier.algebra.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what an expression is made of: numbers, names, functions, fractions, roots and brackets. A
 * whole number with a fraction behind it is a mixed number. Owned by the thread that reads.
 */
final class AtomReader {
  private final Tokens tokens;
  private final ExpressionReader expressions;

  AtomReader(Tokens tokens, ExpressionReader expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** Returns the value that begins here. */
  Expression atom() {
    Token token = tokens.here();
    return switch (token.kind()) {
      case NUMBER -> mixed(Integers.number(tokens.take().text()));
      case NAME -> name(tokens.take().text());
      case FUNCTION -> call(tokens.take().text());
      case COMMAND -> command(tokens.take().text());
      case SIGN -> bracketed(token);
      case WORD, END -> throw new UnreadableAnswerException("lacks a value");
    };
  }

  private Expression bracketed(Token open) {
    return switch (open.text()) {
      case "(" -> expressions.group("(", ")");
      case "[" -> expressions.group("[", "]");
      case "{" -> expressions.group("{", "}");
      case "|" -> new Call("abs", expressions.group("|", "|"));
      default -> throw new UnreadableAnswerException("has a sign where a value should stand");
    };
  }

  /** {@code 1\frac{1}{2}} and {@code 1 1/2}. */
  private Expression mixed(Literal whole) {
    if (!whole.bottom().equals(BigInteger.ONE)) {
      return whole;
    }
    if (tokens.numericFractionAhead()) {
      return new Sum(List.of(whole, atom()));
    }
    Token next = tokens.here();
    if (next.kind() == Kind.NUMBER
        && next.spaced()
        && tokens.ahead(1).is("/")
        && tokens.ahead(2).kind() == Kind.NUMBER) {
      Expression top = Integers.number(tokens.take().text());
      tokens.expect("/");
      Expression bottom = Integers.number(tokens.take().text());
      return new Sum(List.of(whole, Expression.quotient(top, bottom)));
    }
    return whole;
  }

  private Expression name(String name) {
    if (!tokens.skip("_")) {
      return new Symbol(name);
    }
    boolean braced = tokens.skip("{");
    StringBuilder index = new StringBuilder(name).append('_');
    do {
      index.append(tokens.take().text());
    } while (braced && !tokens.here().is("}") && !tokens.done());
    if (braced) {
      tokens.expect("}");
    }
    return new Symbol(index.toString());
  }

  /** {@code \sin x}, {@code \sin^2 x}, {@code \log_2 8}, {@code \sin(2x)}. */
  private Expression call(String function) {
    Expression base = tokens.skip("_") ? argument() : new Symbol("e");
    Expression exponent = tokens.skip("^") ? argument() : Literal.of(1);
    boolean bracketed = tokens.here().is("(") || tokens.here().is("{") || tokens.here().is("|");
    Expression argument = bracketed ? expressions.postfix() : openArgument();
    Expression value =
        base instanceof Symbol
            ? new Call(function, argument)
            : Expression.quotient(new Call("ln", argument), new Call("ln", base));
    return exponent.equals(Literal.of(1)) ? value : new Power(value, exponent);
  }

  /** What a function without brackets takes: factors up to the next sign or function. */
  private Expression openArgument() {
    List<Expression> factors = new ArrayList<>(List.of(expressions.signed()));
    while (expressions.beginsAtom()
        && tokens.here().kind() != Kind.FUNCTION
        && tokens.here().kind() != Kind.NUMBER) {
      factors.add(expressions.power());
    }
    return factors.size() == 1 ? factors.getFirst() : new Product(factors);
  }

  private Expression command(String command) {
    tokens.enter();
    Expression read =
        switch (command) {
          case "frac" -> Expression.quotient(argument(), argument());
          case "sqrt" -> squareRoot();
          default -> Integers.binomial(argument(), argument());
        };
    tokens.leave();
    return read;
  }

  private Expression squareRoot() {
    Expression degree = Literal.of(2);
    if (tokens.here().is("[")) {
      degree = expressions.group("[", "]");
    }
    return Expression.root(argument(), degree);
  }

  /** An argument of a command: a group, or one character as in {@code \frac12}. */
  private Expression argument() {
    Token token = tokens.here();
    if (token.is("{")) {
      return expressions.group("{", "}");
    }
    if (token.kind() != Kind.NUMBER) {
      return expressions.postfix();
    }
    return Integers.number(tokens.takeDigit());
  }
}
