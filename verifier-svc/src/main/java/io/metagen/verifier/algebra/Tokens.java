package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a reader stands in its tokens, and how deep it is nested. Owned by the thread that reads.
 */
final class Tokens {
  private static final int DEEPEST = 40;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Tokens(List<Token> tokens) {
    this.tokens = new ArrayList<>(tokens);
  }

  Token here() {
    return tokens.get(at);
  }

  Token ahead(int count) {
    return tokens.get(Math.min(at + count, tokens.size() - 1));
  }

  Token take() {
    Token token = here();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  /** Takes the first digit of a whole number, as LaTeX does where an argument has no braces. */
  String takeDigit() {
    String digits = here().text();
    if (digits.length() == 1 || !digits.chars().allMatch(Character::isDigit)) {
      return take().text();
    }
    tokens.set(at, new Token(Kind.NUMBER, digits.substring(1), false));
    return digits.substring(0, 1);
  }

  boolean skip(String sign) {
    boolean found = here().is(sign);
    if (found) {
      take();
    }
    return found;
  }

  void expect(String sign) {
    if (!skip(sign)) {
      throw new UnreadableAnswerException("lacks a " + sign);
    }
  }

  boolean done() {
    return here().kind() == Kind.END;
  }

  void enter() {
    depth++;
    if (depth > DEEPEST) {
      throw new UnreadableAnswerException("nests too deep");
    }
  }

  void leave() {
    depth--;
  }

  /** Whether a LaTeX fraction of two numbers stands here. */
  boolean numericFractionAhead() {
    int second = 1 + numberAhead(1);
    return here().kind() == Kind.COMMAND
        && here().text().equals("frac")
        && second > 1
        && (numberAhead(second) > 0 || (second == 2 && ahead(1).text().length() == 2));
  }

  /** Returns how many tokens the number takes that stands so far ahead; 0 for none. */
  private int numberAhead(int count) {
    if (ahead(count).kind() == Kind.NUMBER) {
      return 1;
    }
    boolean braced =
        ahead(count).is("{") && ahead(count + 1).kind() == Kind.NUMBER && ahead(count + 2).is("}");
    return braced ? 3 : 0;
  }

  /** Whether a comma stands between the bracket here and the one that closes it. */
  boolean bracketsSeveral() {
    int open = 0;
    for (int i = at; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is("(") || token.is("[") || token.is("{") || token.is("set{")) {
        open++;
      } else if (token.is(")") || token.is("]") || token.is("}") || token.is("}set")) {
        open--;
      } else if ((token.is(",") || token.is(";")) && open == 1) {
        return true;
      }
      if (open == 0) {
        return false;
      }
    }
    return false;
  }
}
