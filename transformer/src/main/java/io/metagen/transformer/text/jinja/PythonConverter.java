package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.el.TruthyTypeConverter;
import org.jspecify.annotations.Nullable;

/** Truth and text of values where Jinjava's operators convert them. */
final class PythonConverter extends TruthyTypeConverter {

  @Override
  protected Boolean coerceToBoolean(@Nullable Object value) {
    return PythonValues.truth(value);
  }

  @Override
  protected String coerceToString(@Nullable Object value) {
    return PythonText.str(value);
  }
}
