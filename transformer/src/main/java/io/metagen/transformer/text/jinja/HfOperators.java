package io.metagen.transformer.text.jinja;

import java.util.function.BiFunction;
import jinjava.de.odysseus.el.misc.TypeConverter;
import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.javax.el.ELContext;
import org.jspecify.annotations.Nullable;

/** The binary operators whose meaning in Python is not that of Java's expression language. */
final class HfOperators {

  static final AstBinary.Operator ADD = of("+", PythonValues::add);
  static final AstBinary.Operator EQ = of("==", PythonValues::equal);
  static final AstBinary.Operator NE = of("!=", (a, b) -> !PythonValues.equal(a, b));
  static final AstBinary.Operator LT = of("<", (a, b) -> PythonValues.compare(a, b) < 0);
  static final AstBinary.Operator LE = of("<=", (a, b) -> PythonValues.compare(a, b) <= 0);
  static final AstBinary.Operator GT = of(">", (a, b) -> PythonValues.compare(a, b) > 0);
  static final AstBinary.Operator GE = of(">=", (a, b) -> PythonValues.compare(a, b) >= 0);
  static final AstBinary.Operator IN = of("in", (a, b) -> PythonValues.contains(b, a));
  static final AstBinary.Operator NOT_IN = of("not in", (a, b) -> !PythonValues.contains(b, a));

  /** The left operand if it is false, else the right one. */
  static final AstBinary.Operator AND = new And();

  private HfOperators() {}

  private static AstBinary.Operator of(
      String name, BiFunction<@Nullable Object, @Nullable Object, Object> meaning) {
    return new AstBinary.SimpleOperator() {
      @Override
      protected Object apply(
          TypeConverter converter, @Nullable Object left, @Nullable Object right) {
        return meaning.apply(left, right);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static final class And implements AstBinary.Operator {
    @Override
    public @Nullable Object eval(
        Bindings bindings, ELContext context, AstNode left, AstNode right) {
      Object first = left.eval(bindings, context);
      return PythonValues.truth(first) ? right.eval(bindings, context) : first;
    }

    @Override
    public String toString() {
      return "and";
    }
  }
}
