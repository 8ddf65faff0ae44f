package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Answer.Relation;
import io.metagen.verifier.algebra.Answer.Several;
import io.metagen.verifier.algebra.Answer.Value;
import io.metagen.verifier.algebra.Expression.Literal;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Expression.Symbol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Equality of answers. */
final class AnswerEquality {
  private static final int MOST_PARTS = 40;
  private static final Literal PERCENT = new Literal(BigInteger.ONE, BigInteger.valueOf(100));

  private AnswerEquality() {}

  static boolean equal(Answer a, Answer b) {
    Answer left = only(a);
    Answer right = only(b);
    if (left instanceof Value x && right instanceof Value y) {
      return sameUnits(x, y) && (values(x, y) || values(withLetter(x), withLetter(y)));
    }
    if (left instanceof Several x && right instanceof Several y) {
      return several(x, y);
    }
    return left instanceof Relation x && right instanceof Relation y && relations(x, y);
  }

  /**
   * Whether the units agree, where both have one: a value without one is in whatever is asked for.
   */
  static boolean sameUnits(Answer a, Answer b) {
    if (!(a instanceof Value x) || !(b instanceof Value y)) {
      return true;
    }
    boolean given = !x.unit().isEmpty() && !y.unit().isEmpty();
    return !given || singular(x.unit()).equals(singular(y.unit()));
  }

  private static String singular(String unit) {
    return unit.replaceAll("[.]|s(?=[ .^]|$)", "");
  }

  /** A list of one is that one. */
  private static Answer only(Answer answer) {
    return answer instanceof Several several && !several.ordered() && several.parts().size() == 1
        ? several.parts().getFirst()
        : answer;
  }

  /** A percent sign may be left out, or stand for a hundredth. */
  private static boolean values(Value a, Value b) {
    return Expressions.equal(a.value(), b.value())
        || (a.percent() != b.percent() && Expressions.equal(parts(a), parts(b)));
  }

  /** A unit of one letter may have been read as a variable on the other side. */
  private static Value withLetter(Value value) {
    return value.unit().length() == 1
        ? new Value(
            new Product(List.of(value.value(), new Symbol(value.unit()))), "", value.percent())
        : value;
  }

  private static Expression parts(Value value) {
    return value.percent() ? new Product(List.of(value.value(), PERCENT)) : value.value();
  }

  private static boolean several(Several a, Several b) {
    int count = a.parts().size();
    if (count != b.parts().size() || !sameBrackets(a, b)) {
      return false;
    }
    if (count > MOST_PARTS) {
      throw new UndecidedException();
    }
    boolean ordered = a.ordered() || b.ordered();
    return ordered ? inOrder(a.parts(), b.parts()) : inAnyOrder(a, b);
  }

  /** A list without brackets may be a set or a tuple. */
  private static boolean sameBrackets(Several a, Several b) {
    boolean open = a.brackets().isEmpty() || b.brackets().isEmpty();
    String both = a.brackets() + b.brackets();
    boolean loose = open && (both.equals("{}") || both.equals("()"));
    return loose || a.brackets().equals(b.brackets());
  }

  private static boolean inOrder(List<Answer> a, List<Answer> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean inAnyOrder(Several a, Several b) {
    List<Answer> left = new ArrayList<>(b.parts());
    for (Answer part : a.parts()) {
      int match = 0;
      while (match < left.size() && !equal(part, left.get(match))) {
        match++;
      }
      if (match == left.size()) {
        return false;
      }
      left.remove(match);
    }
    return true;
  }

  private static boolean relations(Relation a, Relation b) {
    boolean ordered = a.relation().startsWith("<");
    return a.relation().equals(b.relation())
        && Expressions.proportional(difference(a), difference(b), ordered);
  }

  private static Expression difference(Relation relation) {
    return new Sum(List.of(relation.left(), Expression.negative(relation.right())));
  }
}
