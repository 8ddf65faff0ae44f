package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.objects.collections.PyList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meaning of values in expressions, as in Python. Null is an undefined variable. */
final class PythonValues {

  private PythonValues() {}

  static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case PythonNone none -> false;
      case Boolean b -> b;
      case Number number -> number.doubleValue() != 0;
      case String text -> !text.isEmpty();
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    BigDecimal x = number(a);
    BigDecimal y = number(b);
    if (x != null && y != null) {
      return x.compareTo(y) == 0;
    }
    return a == null ? b == null : a.equals(b);
  }

  static int compare(@Nullable Object a, @Nullable Object b) {
    BigDecimal x = number(a);
    BigDecimal y = number(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    if (a instanceof String first && b instanceof String second) {
      return first.compareTo(second);
    }
    throw unsupported("comparison", a, b);
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case Boolean b -> b ? BigDecimal.ONE : BigDecimal.ZERO;
      case Number number when Double.isFinite(number.doubleValue()) ->
          new BigDecimal(number.toString());
      case null, default -> null;
    };
  }

  static Object add(@Nullable Object a, @Nullable Object b) {
    if (a instanceof String x && b instanceof String y) {
      Limits.check("text", (long) x.length() + y.length(), Limits.TEXT);
      return x + y;
    }
    if (a instanceof Collection<?> x && b instanceof Collection<?> y) {
      Limits.check("list", (long) x.size() + y.size(), Limits.ITEMS);
      List<Object> all = new ArrayList<>(x);
      all.addAll(y);
      return new PyList(all);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return whole(x) && whole(y)
          ? (Object) Math.addExact(x.longValue(), y.longValue())
          : (Object) (x.doubleValue() + y.doubleValue());
    }
    throw unsupported("+", a, b);
  }

  private static boolean whole(Number number) {
    return number instanceof Long || number instanceof Integer;
  }

  static boolean contains(@Nullable Object container, @Nullable Object item) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case Map<?, ?> map -> item != null && map.containsKey(item);
      case Collection<?> list -> list.stream().anyMatch(element -> equal(element, item));
      case null, default -> throw unsupported("in", item, container);
    };
  }

  /** What a loop goes through: characters of a string, keys of a dict, nothing if undefined. */
  static List<Object> items(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String text -> new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case Collection<?> list -> new ArrayList<>(list);
      case Map.Entry<?, ?> pair -> List.of(pair.getKey(), pair.getValue());
      default -> throw unsupported("iteration", value, "");
    };
  }

  /** {@code value[start:stop:step]}; a missing bound is null. */
  static Object slice(
      @Nullable Object value,
      @Nullable Object start,
      @Nullable Object stop,
      @Nullable Object step) {
    if (!(value instanceof String || value instanceof Collection<?>)) {
      throw unsupported("slice", value, "");
    }
    List<Object> items = items(value);
    int by = bound(step, 1);
    if (by == 0) {
      throw new TemplateException(TemplateException.Reason.FAILED, "slice step is zero");
    }
    int n = items.size();
    int low = by > 0 ? 0 : -1;
    int high = by > 0 ? n : n - 1;
    int from = start == null ? (by > 0 ? low : high) : clamp(bound(start, 0), n, low, high);
    int to = stop == null ? (by > 0 ? high : low) : clamp(bound(stop, 0), n, low, high);
    List<Object> part = new ArrayList<>();
    for (int i = from; by > 0 ? i < to : i > to; i += by) {
      part.add(items.get(i));
    }
    return value instanceof String ? text(part) : new PyList(part);
  }

  private static int clamp(int bound, int n, int low, int high) {
    return Math.clamp(bound < 0 ? bound + n : bound, low, high);
  }

  private static int bound(@Nullable Object value, int absent) {
    return switch (value) {
      case null -> absent;
      case Number number -> number.intValue();
      default -> throw unsupported("slice", value, "");
    };
  }

  private static String text(List<Object> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  static TemplateException unsupported(String operation, @Nullable Object a, @Nullable Object b) {
    return new TemplateException(
        TemplateException.Reason.FAILED,
        operation + " is not defined for " + type(a) + " and " + type(b));
  }

  private static String type(@Nullable Object value) {
    return value == null ? "undefined" : value.getClass().getSimpleName();
  }
}
