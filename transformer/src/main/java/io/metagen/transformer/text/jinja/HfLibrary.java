package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import com.hubspot.jinjava.objects.collections.PyList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters and tests that Jinjava lacks or gives another meaning. */
final class HfLibrary {

  private HfLibrary() {}

  static List<PythonFilter> filters() {
    return List.of(
        new PythonFilter("tojson", (value, args, named) -> PythonText.json(value, indent(named))),
        new PythonFilter("items", (value, args, named) -> entries(value)),
        new PythonFilter("first", (value, args, named) -> at(value, 0)),
        new PythonFilter("last", (value, args, named) -> at(value, -1)),
        new PythonFilter("min", (value, args, named) -> sorted(value).getFirst()),
        new PythonFilter("max", (value, args, named) -> sorted(value).getLast()),
        new PythonFilter("length", (value, args, named) -> length(value)),
        new PythonFilter("count", (value, args, named) -> length(value)),
        new PythonFilter("list", (value, args, named) -> new PyList(PythonValues.items(value))),
        new PythonFilter("string", (value, args, named) -> PythonText.str(value)),
        new PythonFilter("safe", (value, args, named) -> value),
        new PythonFilter(
            "reverse", (value, args, named) -> PythonValues.slice(value, null, null, -1)),
        new PythonFilter(
            "trim",
            (value, args, named) ->
                PythonMethods.strip(
                    PythonText.str(value),
                    args.length > 0 ? PythonText.str(args[0]) : null,
                    true,
                    true)));
  }

  static List<PythonTest> tests() {
    return List.of(
        new PythonTest("defined", value -> value != null),
        new PythonTest("undefined", value -> value == null),
        new PythonTest("none", value -> value == PythonNone.NONE),
        new PythonTest("string", value -> value instanceof String),
        new PythonTest("mapping", value -> value instanceof Map),
        new PythonTest("iterable", HfLibrary::sequence),
        new PythonTest("sequence", HfLibrary::sequence));
  }

  private static boolean sequence(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Map
        || value instanceof Collection;
  }

  private static int indent(Map<String, Object> named) {
    return named.getOrDefault("indent", -1) instanceof Number spaces ? spaces.intValue() : -1;
  }

  private static Object entries(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return PythonMethods.entries(map);
    }
    throw PythonValues.unsupported("items", value, "");
  }

  private static @Nullable Object at(@Nullable Object value, int index) {
    List<Object> items = PythonValues.items(value);
    return items.isEmpty() ? null : index < 0 ? items.getLast() : items.getFirst();
  }

  private static long length(@Nullable Object value) {
    return PythonValues.items(value).size();
  }

  private static List<Object> sorted(@Nullable Object value) {
    List<Object> items = PythonValues.items(value);
    Collections.sort(items, PythonValues::compare);
    return items;
  }

  interface FilterBody {
    @Nullable Object apply(
        @Nullable Object value, @Nullable Object[] args, Map<String, Object> named);
  }

  record PythonFilter(String getName, FilterBody body) implements AdvancedFilter {
    @Override
    public @Nullable Object filter(
        @Nullable Object value,
        JinjavaInterpreter interpreter,
        @Nullable Object[] args,
        Map<String, Object> named) {
      return body.apply(value, args, named);
    }
  }

  record PythonTest(String getName, Predicate<@Nullable Object> body) implements ExpTest {
    @Override
    public boolean evaluate(
        @Nullable Object value, JinjavaInterpreter interpreter, @Nullable Object... args) {
      return body.test(value);
    }
  }
}
