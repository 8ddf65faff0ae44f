package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Expression.Call;
import io.metagen.verifier.algebra.Expression.Literal;
import io.metagen.verifier.algebra.Expression.Power;
import io.metagen.verifier.algebra.Expression.Product;
import io.metagen.verifier.algebra.Expression.Sum;
import io.metagen.verifier.algebra.Expression.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.complex.Complex;

/**
 * The value of an expression in f64, as a complex number, where variables have values.
 *
 * @param variables returns a variable's value
 */
record Evaluation(Function<String, Complex> variables) {
  private static final Map<String, Complex> CONSTANTS =
      Map.of("pi", new Complex(Math.PI), "e", new Complex(Math.E), "i", Complex.I);

  static boolean isConstant(String name) {
    return CONSTANTS.containsKey(name);
  }

  Complex of(Expression expression) {
    return switch (expression) {
      case Literal number -> new Complex(quotient(number));
      case Symbol(String name) ->
          isConstant(name) ? CONSTANTS.getOrDefault(name, Complex.NaN) : variables.apply(name);
      case Sum sum -> sum.parts().stream().map(this::of).reduce(Complex.ZERO, Complex::add);
      case Product product ->
          product.parts().stream().map(this::of).reduce(Complex.ONE, Complex::multiply);
      case Power(Expression base, Expression exponent) -> power(of(base), exponent);
      case Call(String function, Expression argument) -> call(function, of(argument));
    };
  }

  private static double quotient(Literal number) {
    return new BigDecimal(number.top())
        .divide(new BigDecimal(number.bottom()), MathContext.DECIMAL64)
        .doubleValue();
  }

  private Complex power(Complex base, Expression exponent) {
    Optional<Literal> constant = Rationals.valueOf(exponent);
    if (constant.isEmpty()) {
      return base.pow(of(exponent));
    }
    double value = quotient(constant.get());
    boolean odd = constant.get().bottom().testBit(0);
    if (base.getImaginary() == 0 && (base.getReal() >= 0 || odd)) {
      double size = Math.pow(Math.abs(base.getReal()), value);
      boolean negative = base.getReal() < 0 && constant.get().top().testBit(0);
      return new Complex(negative ? -size : size);
    }
    return base.pow(value);
  }

  private static Complex call(String function, Complex x) {
    return switch (function) {
      case "sin" -> x.sin();
      case "cos" -> x.cos();
      case "tan" -> x.tan();
      case "cot" -> x.tan().reciprocal();
      case "sec" -> x.cos().reciprocal();
      case "csc" -> x.sin().reciprocal();
      case "arcsin" -> x.asin();
      case "arccos" -> x.acos();
      case "arctan" -> x.atan();
      case "sinh" -> x.sinh();
      case "cosh" -> x.cosh();
      case "tanh" -> x.tanh();
      case "ln" -> x.log();
      case "log" -> x.log().divide(Math.log(10));
      case "exp" -> x.exp();
      case "abs" -> new Complex(x.abs());
      default -> Complex.NaN;
    };
  }
}
