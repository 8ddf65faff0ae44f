package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Answer.Value;
import io.metagen.verifier.algebra.Token.Kind;
import java.util.Set;

/** Reads an expression with the percent sign or unit behind it. Owned by the thread that reads. */
final class ValueReader {
  /** Words that stand between two answers. */
  static final Set<String> JOINING = Set.of("and", "or");

  private final Tokens tokens;
  private final ExpressionReader expressions;

  ValueReader(Tokens tokens, ExpressionReader expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** Returns the value that begins here. */
  Value value() {
    Expression expression = expressions.sum();
    boolean percent = tokens.skip("%");
    StringBuilder unit = new StringBuilder();
    if (tokens.skip("°")) {
      unit.append("degrees");
    }
    while (tokens.here().kind() == Kind.WORD && !JOINING.contains(tokens.here().text())) {
      unit.append(unit.isEmpty() ? "" : " ").append(tokens.take().text());
      if (tokens.skip("^")) {
        boolean braced = tokens.skip("{");
        unit.append('^').append(tokens.take().text());
        if (braced) {
          tokens.expect("}");
        }
      }
    }
    return new Value(expression, unit.toString(), percent);
  }
}
