package io.metagen.verifier.algebra;

import java.util.List;

/** A final answer that was read as mathematics. */
sealed interface Answer {
  /** Returns what it is, for a feedback, such as "a number". */
  String kind();

  /**
   * A value.
   *
   * @param unit words behind it, in lower case; empty for none
   * @param percent whether a percent sign stands behind it, which {@code value} does not count
   */
  record Value(Expression value, String unit, boolean percent) implements Answer {
    private static boolean hasVariable(Expression value) {
      return switch (value) {
        case Expression.Literal _ -> false;
        case Expression.Symbol(String name) -> !Evaluation.isConstant(name);
        case Expression.Sum(List<Expression> parts) -> parts.stream().anyMatch(Value::hasVariable);
        case Expression.Product(List<Expression> parts) ->
            parts.stream().anyMatch(Value::hasVariable);
        case Expression.Power(Expression base, Expression exponent) ->
            hasVariable(base) || hasVariable(exponent);
        case Expression.Call(String _, Expression argument) -> hasVariable(argument);
      };
    }

    @Override
    public String kind() {
      return hasVariable(value) ? "an expression with variables" : "a number";
    }
  }

  /**
   * Several answers.
   *
   * @param brackets the pair around them, such as {@code (]}; empty for a list without any
   * @param ordered whether their order counts
   */
  record Several(String brackets, boolean ordered, List<Answer> parts) implements Answer {
    @Override
    public String kind() {
      return ordered ? "a tuple or interval" : "a list or set";
    }
  }

  /**
   * An equation or inequality.
   *
   * @param relation one of {@code =}, {@code !=}, {@code <} and {@code <=}
   */
  record Relation(String relation, Expression left, Expression right) implements Answer {
    /** Returns what a sign says; an equation that only names a value, as x = 3, is that value. */
    static Answer between(Answer left, String sign, Answer right) {
      if (sign.equals("=") && (names(left) || names(right))) {
        return names(left) ? right : left;
      }
      if (!(left instanceof Value(Expression a, String _, boolean _))
          || !(right instanceof Value(Expression b, String _, boolean _))) {
        throw new UnreadableAnswerException("relates what is no value");
      }
      return sign.startsWith(">")
          ? new Relation(sign.replace('>', '<'), b, a)
          : new Relation(sign, a, b);
    }

    private static boolean names(Answer answer) {
      return answer instanceof Value(Expression.Symbol _, String _, boolean _);
    }

    @Override
    public String kind() {
      return relation.equals("=") ? "an equation" : "an inequality";
    }
  }
}
