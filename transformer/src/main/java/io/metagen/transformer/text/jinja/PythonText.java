package io.metagen.transformer.text.jinja;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text: Python's {@code str}, {@code repr} and {@code json.dumps}. */
final class PythonText {

  private PythonText() {}

  /** What an expression prints; nothing for an undefined variable. */
  static String str(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      default -> repr(value);
    };
  }

  static String repr(@Nullable Object value) {
    return switch (value) {
      case null -> "Undefined";
      case Boolean b -> b ? "True" : "False";
      case String text -> quoted(text);
      case Map<?, ?> map -> map(map, "{", "}", ", ", ": ", PythonText::repr);
      case Collection<?> list -> list(list, "[", "]", ", ", PythonText::repr);
      case Map.Entry<?, ?> pair -> "(" + repr(pair.getKey()) + ", " + repr(pair.getValue()) + ")";
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    String escaped =
        text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
  }

  /**
   * JSON as {@code json.dumps(value, ensure_ascii=False, indent=indent)} writes it.
   *
   * @param indent spaces per level, negative for one line
   */
  static String json(@Nullable Object value, int indent) {
    return json(value, indent, indent);
  }

  private static String json(@Nullable Object value, int indent, int depth) {
    boolean lines = indent >= 0;
    String open = lines ? "\n" + " ".repeat(depth) : "";
    String close = lines ? "\n" + " ".repeat(depth - indent) : "";
    String comma = lines ? "," + open : ", ";
    return switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          map(map, "{" + open, close + "}", comma, ": ", v -> json(v, indent, depth + indent));
      case Collection<?> list when !list.isEmpty() ->
          list(list, "[" + open, close + "]", comma, v -> json(v, indent, depth + indent));
      case Map<?, ?> empty -> "{}";
      case Collection<?> empty -> "[]";
      case String text ->
          '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
      case Boolean b -> b.toString();
      case Number number -> number.toString();
      case PythonNone none -> "null";
      case null, default ->
          throw new TemplateException(
              TemplateException.Reason.FAILED, "tojson: " + repr(value) + " has no JSON form");
    };
  }

  private static String list(
      Collection<?> values, String open, String close, String comma, Form form) {
    StringBuilder text = new StringBuilder(open);
    for (Iterator<?> it = values.iterator(); it.hasNext(); ) {
      text.append(form.of(it.next())).append(it.hasNext() ? comma : "");
    }
    return text.append(close).toString();
  }

  private static String map(
      Map<?, ?> values, String open, String close, String comma, String colon, Form form) {
    List<String> entries =
        values.entrySet().stream()
            .map(entry -> form.of(entry.getKey()) + colon + form.of(entry.getValue()))
            .toList();
    return open + String.join(comma, entries) + close;
  }

  private interface Form {
    String of(@Nullable Object value);
  }
}
