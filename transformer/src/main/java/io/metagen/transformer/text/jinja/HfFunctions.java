package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.objects.collections.PyList;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The global functions of chat templates. Public because Jinjava calls them by reflection. */
public final class HfFunctions {

  private HfFunctions() {}

  /** Ends the rendering: the template refuses its input. */
  public static String raiseException(String message) {
    throw new TemplateException(TemplateException.Reason.REJECTED, message);
  }

  /** The time in UTC, in the form of C's strftime. */
  public static String strftimeNow(String format) {
    long now =
        JinjavaInterpreter.getCurrent().getConfig().getDateTimeProvider().getCurrentTimeMillis();
    return StrftimeFormatter.format(Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC), format);
  }

  /** {@code range(stop)}, {@code range(start, stop)} or {@code range(start, stop, step)}. */
  public static PyList range(Object... bounds) {
    long start = bounds.length > 1 ? whole(bounds[0]) : 0;
    long stop = whole(bounds[bounds.length > 1 ? 1 : 0]);
    long step = bounds.length > 2 ? whole(bounds[2]) : 1;
    if (step == 0) {
      throw new TemplateException(TemplateException.Reason.FAILED, "range: step is zero");
    }
    Limits.check("range", Math.ceilDiv(stop - start, step), Limits.ITEMS);
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      numbers.add(i);
    }
    return new PyList(numbers);
  }

  private static long whole(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw PythonValues.unsupported("range", value, "");
  }
}
