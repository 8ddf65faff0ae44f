package io.metagen.verifier.algebra;

import java.util.Map;
import java.util.Set;

/** The names of LaTeX and plain text that answers use. */
final class Vocabulary {
  static final Set<String> FUNCTIONS =
      Set.of(
          "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
          "tanh", "ln", "log", "exp", "abs");

  /** Units that are written right behind a number; any longer word behind one is a unit too. */
  static final Set<String> UNITS =
      Set.of(
          "mm", "cm", "dm", "km", "ft", "in", "yd", "mi", "mg", "kg", "lb", "oz", "ml", "min", "hr",
          "am", "pm", "mph", "kmh", "cc", "sq", "cu", "kw", "hz");

  static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("cdot", "*"),
          Map.entry("times", "*"),
          Map.entry("ast", "*"),
          Map.entry("div", "/"),
          Map.entry("pm", "±"),
          Map.entry("le", "<="),
          Map.entry("leq", "<="),
          Map.entry("leqslant", "<="),
          Map.entry("ge", ">="),
          Map.entry("geq", ">="),
          Map.entry("geqslant", ">="),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("ne", "!="),
          Map.entry("neq", "!="),
          Map.entry("cup", "∪"),
          Map.entry("in", "∈"),
          Map.entry("circ", "°"),
          Map.entry("degree", "°"),
          Map.entry("lbrace", "set{"),
          Map.entry("rbrace", "}set"),
          Map.entry("langle", "("),
          Map.entry("rangle", ")"),
          Map.entry("lvert", "|"),
          Map.entry("rvert", "|"),
          Map.entry("mid", "|"));

  /** Other ways to write signs. */
  static final Map<String, String> SPELLINGS =
      Map.of("\\{", "set{", "\\}", "}set", "**", "^", "≤", "<=", "≥", ">=", "≠", "!=", "≈", "=");

  static final Map<String, String> COMMANDS =
      Map.of(
          "frac", "frac", "dfrac", "frac", "tfrac", "frac", "cfrac", "frac", "sqrt", "sqrt",
          "binom", "binom", "dbinom", "binom", "tbinom", "binom");

  static final Set<String> TEXTS =
      Set.of("text", "textbf", "textit", "textrm", "mbox", "mathrm", "mathbf", "operatorname");

  static final Set<String> SPACES =
      Set.of("left", "right", "quad", "qquad", "displaystyle", "big", "Big", "bigl", "bigr");

  static final Map<String, String> CONSTANTS =
      Map.of("pi", "pi", "infty", "infinity", "infinity", "infinity", "inf", "infinity");

  static final Set<String> GREEK =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "lambda",
          "mu",
          "nu",
          "xi",
          "rho",
          "sigma",
          "tau",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Sigma",
          "Phi",
          "Psi",
          "Omega");

  private Vocabulary() {}
}
