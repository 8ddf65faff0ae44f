package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.objects.collections.PyList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods of strings, dicts and lists that templates may call; none changes its object. */
final class PythonMethods {

  private PythonMethods() {}

  static @Nullable Object call(Object self, String method, @Nullable Object[] args) {
    return switch (self) {
      case String text -> ofString(text, method, args);
      case Map<?, ?> map -> ofMap(map, method, args);
      case Collection<?> list -> ofList(new ArrayList<>(list), method, args);
      default -> throw unknown(self, method);
    };
  }

  private static Object ofString(String self, String method, @Nullable Object[] args) {
    return switch (method) {
      case "strip" -> strip(self, characters(args), true, true);
      case "lstrip" -> strip(self, characters(args), true, false);
      case "rstrip" -> strip(self, characters(args), false, true);
      case "split" -> split(self, args);
      case "splitlines" -> new PyList(new ArrayList<>(self.lines().toList()));
      case "upper" -> self.toUpperCase(Locale.ROOT);
      case "lower" -> self.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalize(self);
      case "title" -> title(self);
      case "startswith" -> prefixes(args).stream().anyMatch(self::startsWith);
      case "endswith" -> prefixes(args).stream().anyMatch(self::endsWith);
      case "replace" -> replace(self, text(args, 0), text(args, 1));
      case "removeprefix" ->
          self.startsWith(text(args, 0)) ? self.substring(text(args, 0).length()) : self;
      case "find" -> (long) self.indexOf(text(args, 0));
      case "count" -> count(self, text(args, 0));
      case "join" -> join(self, strings(args.length == 1 ? args[0] : null));
      case "isdigit" -> !self.isEmpty() && self.codePoints().allMatch(Character::isDigit);
      case "isspace" -> !self.isEmpty() && self.codePoints().allMatch(PythonMethods::isSpace);
      default -> throw unknown(self, method);
    };
  }

  private static @Nullable Object ofMap(Map<?, ?> self, String method, @Nullable Object[] args) {
    return switch (method) {
      case "get" -> get(self, args);
      case "items" -> entries(self);
      case "keys" -> new PyList(new ArrayList<>(self.keySet()));
      case "values" -> new PyList(new ArrayList<>(self.values()));
      default -> throw unknown(self, method);
    };
  }

  private static Object ofList(List<Object> self, String method, @Nullable Object[] args) {
    Object item = args.length == 1 ? args[0] : null;
    return switch (method) {
      case "index" -> (long) self.indexOf(item);
      case "count" -> self.stream().filter(element -> PythonValues.equal(element, item)).count();
      default -> throw unknown(self, method);
    };
  }

  private static @Nullable Object get(Map<?, ?> self, @Nullable Object[] args) {
    if (self.containsKey(args[0])) {
      return self.get(args[0]);
    }
    return args.length > 1 ? args[1] : PythonNone.NONE;
  }

  /** The pairs of key and value of a dict. */
  static PyList entries(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(new PyList(new ArrayList<>(Arrays.asList(key, value)))));
    return new PyList(pairs);
  }

  /** Python's strip: white space, or any of the given characters, off either end. */
  static String strip(String text, @Nullable String characters, boolean start, boolean end) {
    IntPredicate stripped =
        characters == null ? PythonMethods::isSpace : c -> characters.indexOf(c) >= 0;
    int from = 0;
    int to = text.length();
    while (start && from < to && stripped.test(text.charAt(from))) {
      from++;
    }
    while (end && to > from && stripped.test(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  private static String replace(String self, String old, String by) {
    Limits.check("text", self.length() + count(self, old) * by.length(), Limits.TEXT);
    return self.replace(old, by);
  }

  private static long count(String self, String part) {
    return self.split(Pattern.quote(part), -1).length - 1L;
  }

  private static String join(String self, List<String> parts) {
    long length = parts.stream().mapToLong(part -> part.length() + self.length()).sum();
    Limits.check("text", length, Limits.TEXT);
    return String.join(self, parts);
  }

  private static PyList split(String self, @Nullable Object[] args) {
    int limit =
        args.length > 1 && args[1] instanceof Number most && most.intValue() >= 0
            ? most.intValue() + 1
            : -1;
    if (args.length > 0 && args[0] instanceof String separator) {
      String pattern = Pattern.quote(separator);
      return new PyList(new ArrayList<>(Arrays.asList(self.split(pattern, limit))));
    }
    String rest = strip(self, null, true, true);
    List<Object> words =
        rest.isEmpty() ? List.of() : List.of((Object[]) rest.split("[\\s\\h]+", limit));
    return new PyList(new ArrayList<>(words));
  }

  private static String capitalize(String self) {
    return self.isEmpty()
        ? self
        : self.substring(0, 1).toUpperCase(Locale.ROOT)
            + self.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String self) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < self.length(); i++) {
      char c = self.charAt(i);
      text.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inside = Character.isLetter(c);
    }
    return text.toString();
  }

  private static @Nullable String characters(@Nullable Object[] args) {
    return args.length == 0 || args[0] == PythonNone.NONE ? null : text(args, 0);
  }

  private static List<String> prefixes(@Nullable Object[] args) {
    return args.length == 1 && args[0] instanceof Collection<?> some
        ? strings(some)
        : List.of(text(args, 0));
  }

  private static List<String> strings(@Nullable Object values) {
    return PythonValues.items(values).stream().map(PythonText::str).toList();
  }

  private static String text(@Nullable Object[] args, int index) {
    if (index < args.length && args[index] instanceof String text) {
      return text;
    }
    throw new TemplateException(
        TemplateException.Reason.FAILED, "a method's argument " + index + " is not a string");
  }

  private static TemplateException unknown(Object self, String method) {
    return new TemplateException(
        TemplateException.Reason.FAILED,
        "method " + method + " of " + self.getClass().getSimpleName() + " is not supported");
  }
}
