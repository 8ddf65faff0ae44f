package io.metagen.verifier.algebra;

/**
 * A piece of an answer's text.
 *
 * @param kind what it is
 * @param text its content: digits, a name, a sign
 * @param spaced whether white space stands before it
 */
record Token(Kind kind, String text, boolean spaced) {
  /** What a piece of text can be. */
  enum Kind {
    NUMBER,
    /** A variable or constant. */
    NAME,
    /** A function of one argument. */
    FUNCTION,
    /** A LaTeX command with arguments, such as frac. */
    COMMAND,
    /** A word that is no mathematics, such as a unit. */
    WORD,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }
}
