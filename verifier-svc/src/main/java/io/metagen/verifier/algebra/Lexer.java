package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts LaTeX or plain text into tokens. Owned by the thread that reads. */
final class Lexer {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d*)?(?:[eE][+-]?\\d{1,3}(?![\\d.]))?|\\.\\d+");
  private static final Pattern COMMAND = Pattern.compile("\\\\([A-Za-z]+)");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
  private static final Pattern SIGN =
      Pattern.compile("\\*\\*|<=|>=|!=|\\\\[{}]|[-+*/^_!%°=<>≤≥≠≈∪∈±,;|()\\[\\]{}]");
  private static final Pattern ENVIRONMENT = Pattern.compile("\\{[a-z]*matrix}");
  private static final int SPLIT_BELOW = 3;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean spaced;

  private Lexer(String text) {
    this.text = text;
  }

  /** Returns the tokens, with one of the kind END behind them. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(Spelling.plain(text));
    while (lexer.at < lexer.text.length()) {
      lexer.next();
    }
    lexer.add(Kind.END, "");
    return lexer.tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      spaced = true;
      at++;
    } else if (text.startsWith("\\\\", at)) {
      take(Kind.SIGN, "\\\\", 2);
    } else if (c == '&') {
      take(Kind.SIGN, "&", 1);
    } else if (!number() && !command() && !letters() && !sign()) {
      throw new UnreadableAnswerException("has a character that is no mathematics");
    }
  }

  private boolean number() {
    Matcher matcher = here(NUMBER);
    if (!matcher.lookingAt()) {
      return false;
    }
    take(Kind.NUMBER, matcher.group().replace(",", ""), matcher.end() - at);
    return true;
  }

  private boolean command() {
    Matcher matcher = here(COMMAND);
    if (!matcher.lookingAt()) {
      return false;
    }
    String name = matcher.group(1);
    at = matcher.end();
    if (Vocabulary.TEXTS.contains(name)) {
      words();
    } else if (name.equals("begin") || name.equals("end")) {
      environment(name);
    } else if (Vocabulary.SPACES.contains(name)) {
      spaced = true;
    } else if (Vocabulary.SIGNS.containsKey(name)) {
      add(Kind.SIGN, Vocabulary.SIGNS.getOrDefault(name, name));
    } else if (Vocabulary.COMMANDS.containsKey(name)) {
      add(Kind.COMMAND, Vocabulary.COMMANDS.getOrDefault(name, name));
    } else if (!known(name)) {
      throw new UnreadableAnswerException("has an unknown command");
    }
    return true;
  }

  /** The content of a text command: a function's name, or words. */
  private void words() {
    int open = text.indexOf('{', at);
    int close = text.indexOf('}', at);
    if (open < 0 || close < open || !text.substring(at, open).isBlank()) {
      throw new UnreadableAnswerException("has a text without braces");
    }
    String content = text.substring(open + 1, close).strip();
    at = close + 1;
    if (!content.isEmpty() && !known(content)) {
      spaced = true;
      add(Kind.WORD, content.toLowerCase(Locale.ROOT));
    }
  }

  private void environment(String name) {
    Matcher matcher = here(ENVIRONMENT);
    if (!matcher.lookingAt()) {
      throw new UnreadableAnswerException("has an unknown environment");
    }
    at = matcher.end();
    add(Kind.SIGN, name);
  }

  private boolean letters() {
    Matcher matcher = here(LETTERS);
    if (!matcher.lookingAt()) {
      return false;
    }
    String word = matcher.group();
    boolean behindNumber = !tokens.isEmpty() && tokens.getLast().kind() == Kind.NUMBER;
    boolean split = word.length() < SPLIT_BELOW || (!spaced && !tokens.isEmpty());
    at = matcher.end();
    if (behindNumber && Vocabulary.UNITS.contains(word.toLowerCase(Locale.ROOT))) {
      add(Kind.WORD, word.toLowerCase(Locale.ROOT));
    } else if (word.equals("sqrt")) {
      add(Kind.COMMAND, "sqrt");
    } else if (!known(word)) {
      if (split) {
        word.codePoints().forEach(letter -> add(Kind.NAME, Character.toString(letter)));
      } else {
        add(Kind.WORD, word.toLowerCase(Locale.ROOT));
      }
    }
    return true;
  }

  /** Adds a name that means something; false for any other. */
  private boolean known(String name) {
    if (Vocabulary.FUNCTIONS.contains(name)) {
      add(Kind.FUNCTION, name);
    } else if (Vocabulary.CONSTANTS.containsKey(name)) {
      add(Kind.NAME, Vocabulary.CONSTANTS.getOrDefault(name, name));
    } else if (Vocabulary.GREEK.contains(name)) {
      add(Kind.NAME, name);
    } else {
      return false;
    }
    return true;
  }

  private boolean sign() {
    Matcher matcher = here(SIGN);
    if (!matcher.lookingAt()) {
      return false;
    }
    String sign = Vocabulary.SPELLINGS.getOrDefault(matcher.group(), matcher.group());
    take(Kind.SIGN, sign, matcher.end() - at);
    return true;
  }

  private Matcher here(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  private void take(Kind kind, String token, int length) {
    add(kind, token);
    at += length;
  }

  private void add(Kind kind, String token) {
    tokens.add(new Token(kind, token, spaced));
    spaced = false;
  }
}
