package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.el.ext.ExtendedScanner;
import jinjava.de.odysseus.el.tree.impl.Scanner;

/** Tokens of expressions: Python's string literals, and a plus sign that is always an operator. */
final class HfScanner extends ExtendedScanner {

  HfScanner(String input) {
    super(input);
  }

  @Override
  protected Token nextEval() throws ScanException {
    return getInput().charAt(getPosition()) == '+' ? fixed(Symbol.PLUS) : super.nextEval();
  }

  /** One literal or several in a row, which are one string. */
  @Override
  protected Token nextString() throws ScanException {
    String input = getInput();
    StringBuilder text = new StringBuilder();
    int end = literal(getPosition(), text);
    int next = end;
    while (next < input.length()) {
      char c = input.charAt(next);
      if (c == '\'' || c == '"') {
        end = literal(next, text);
        next = end;
      } else if (isWhitespace(c)) {
        next++;
      } else {
        break;
      }
    }
    return token(Scanner.Symbol.STRING, text.toString(), end - getPosition());
  }

  /** Appends the literal that opens at {@code start} and returns the position after it. */
  private int literal(int start, StringBuilder text) throws ScanException {
    String input = getInput();
    char quote = input.charAt(start);
    int i = start + 1;
    while (i < input.length() && input.charAt(i) != quote) {
      i = input.charAt(i) == '\\' ? escape(i + 1, text) : plain(i, text);
    }
    if (i >= input.length()) {
      throw new ScanException(start, "unterminated string", String.valueOf(quote));
    }
    return i + 1;
  }

  private int plain(int i, StringBuilder text) {
    text.append(getInput().charAt(i));
    return i + 1;
  }

  private int escape(int i, StringBuilder text) throws ScanException {
    String input = getInput();
    char c = i < input.length() ? input.charAt(i) : '\0';
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case '\\', '\'', '"' -> text.append(c);
      case '\n' -> {}
      case 'x' -> {
        return codePoint(i + 1, 2, text);
      }
      case 'u' -> {
        return codePoint(i + 1, 4, text);
      }
      default -> text.append('\\').append(c);
    }
    return i + 1;
  }

  private int codePoint(int i, int digits, StringBuilder text) throws ScanException {
    try {
      text.append((char) Integer.parseInt(getInput().substring(i, i + digits), 16));
      return i + digits;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new ScanException(i, "invalid escape", digits + " hexadecimal digits");
    }
  }
}
