package io.metagen.transformer.text.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template's text made ready for Jinjava: comments are gone and white space around tags is
 * already as Jinja leaves it with {@code trim_blocks} and {@code lstrip_blocks}, as Hugging Face
 * sets them. Source: jinja2/lexer.py.
 */
final class TemplateSource {

  private static final Pattern RAW =
      Pattern.compile(
          "\\{%([-+]?)\\s*raw\\s*(-?)%}(.*?)\\{%([-+]?)\\s*endraw\\s*([-+]?)%}", Pattern.DOTALL);

  /** Tags of Hugging Face's own that only mark text and render to nothing. */
  private static final Pattern MARK = Pattern.compile("\\s*(end)?generation\\s*");

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int position;
  private boolean lineStart = true;

  private TemplateSource(String source) {
    this.source = source;
  }

  /** The template in the form that Jinjava renders as Jinja would. */
  static String translate(String template) {
    String unix = template.replace("\r\n", "\n").replace('\r', '\n');
    String source = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    TemplateSource translation = new TemplateSource(source);
    while (translation.position < source.length()) {
      translation.step();
    }
    return translation.out.toString();
  }

  /** Text up to the next tag, and that tag. */
  private void step() {
    int open = nextOpen();
    if (open == source.length()) {
      out.append(source, position, open);
      position = open;
      return;
    }
    char kind = source.charAt(open + 1);
    char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
    appendText(source.substring(position, open), kind, sign);
    Matcher raw = RAW.matcher(source).region(open, source.length());
    if (raw.lookingAt()) {
      raw(raw);
      return;
    }
    int start = open + (sign == '-' || sign == '+' ? 3 : 2);
    int end = kind == '#' ? source.indexOf("#}", start) : endOfTag(start, kind);
    if (end < 0 || end + 2 > source.length()) {
      throw new TemplateException(
          TemplateException.Reason.FAILED, "unclosed tag at character " + open);
    }
    char endSign = end > start ? source.charAt(end - 1) : ' ';
    boolean signed = endSign == '-' || (endSign == '+' && kind != '{');
    emit(kind, source.substring(start, signed ? end - 1 : end));
    position = end + 2;
    skipAfter(kind, signed ? endSign : ' ');
  }

  private int nextOpen() {
    for (int i = position; i + 1 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return source.length();
  }

  private void appendText(String text, char kind, char sign) {
    String kept = text;
    if (sign == '-') {
      kept = PythonMethods.strip(text, null, false, true);
    } else if (sign != '+' && kind != '{') {
      int line = text.lastIndexOf('\n') + 1;
      boolean fromLineStart = line > 0 || lineStart;
      kept = fromLineStart && text.substring(line).isBlank() ? text.substring(0, line) : text;
    }
    out.append(kept);
  }

  private void raw(Matcher raw) {
    String text = raw.group(3);
    if (raw.group(2).equals("-")) {
      text = PythonMethods.strip(text, null, true, false);
    }
    if (raw.group(4).equals("-")) {
      text = PythonMethods.strip(text, null, false, true);
    }
    out.append("{% raw %}").append(text).append("{% endraw %}");
    position = raw.end();
    skipAfter('%', raw.group(5).isEmpty() ? ' ' : raw.group(5).charAt(0));
  }

  /** Where the tag's content ends: outside strings and brackets. */
  private int endOfTag(int start, char kind) {
    char close = kind == '{' ? '}' : '%';
    int depth = 0;
    for (int i = start; i + 1 < source.length(); i++) {
      char c = source.charAt(i);
      if (depth == 0 && c == close && source.charAt(i + 1) == '}') {
        return i;
      } else if (c == '\'' || c == '"') {
        i = endOfString(source, i) - 1;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      }
    }
    return -1;
  }

  /** The position after the string literal that opens at {@code start}. */
  static int endOfString(String text, int start) {
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != text.charAt(start)) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private void emit(char kind, String content) {
    if (kind == '{') {
      out.append("{{ ").append(spaced(content)).append(" }}");
    } else if (kind == '%' && !MARK.matcher(content).matches()) {
      out.append("{% ").append(spaced(content)).append(" %}");
    }
  }

  /** The content with brackets apart, so that they do not look like the end of the tag. */
  private static String spaced(String content) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '\'' || c == '"') {
        int end = Math.min(endOfString(content, i), content.length());
        text.append(content, i, end);
        i = end - 1;
      } else {
        text.append(c == '\n' ? ' ' : c).append("{}%".indexOf(c) >= 0 ? " " : "");
      }
    }
    return text.toString().strip();
  }

  private void skipAfter(char kind, char sign) {
    int from = position;
    if (sign == '-') {
      while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
        position++;
      }
    } else if (sign == ' ' && kind != '{' && source.startsWith("\n", position)) {
      position++;
    }
    lineStart = position > from && source.charAt(position - 1) == '\n';
  }
}
