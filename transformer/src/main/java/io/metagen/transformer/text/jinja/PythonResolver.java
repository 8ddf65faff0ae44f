package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.el.ext.NamedParameter;
import java.beans.FeatureDescriptor;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * Items, attributes and methods of strings, dicts and lists as in Python, so that a template
 * reaches no Java method of theirs; anything else, such as the loop variable, is Jinjava's.
 */
final class PythonResolver extends ELResolver {

  private final ELResolver jinjava = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
    switch (base) {
      case String text -> {
        context.setPropertyResolved(true);
        return item(PythonValues.items(text), property);
      }
      case Map<?, ?> map -> {
        context.setPropertyResolved(true);
        return map.get(property);
      }
      case Collection<?> list -> {
        context.setPropertyResolved(true);
        return item(List.copyOf(PythonValues.items(list)), property);
      }
      case PythonNone none -> {
        context.setPropertyResolved(true);
        return null;
      }
      case null, default -> {
        return jinjava.getValue(context, base, property);
      }
    }
  }

  private static @Nullable Object item(List<Object> items, Object property) {
    String index = property.toString();
    if (!index.matches("-?\\d{1,9}")) {
      return null;
    }
    int i = Integer.parseInt(index);
    i = i < 0 ? i + items.size() : i;
    return i >= 0 && i < items.size() ? items.get(i) : null;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      Object base,
      Object method,
      Class<?> @Nullable [] types,
      @Nullable Object @Nullable [] args) {
    if (!(base instanceof String || base instanceof Map || base instanceof Collection)) {
      return jinjava.invoke(context, base, method, types, args);
    }
    context.setPropertyResolved(true);
    @Nullable Object[] given = args == null ? new Object[0] : args;
    for (Object arg : given) {
      if (arg instanceof NamedParameter named) {
        throw new TemplateException(
            TemplateException.Reason.FAILED,
            method + ": argument " + named.getName() + " by name is not supported");
      }
    }
    return PythonMethods.call(base, method.toString(), given);
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return jinjava.getType(context, base, property);
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    jinjava.setValue(context, base, property, value);
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }
}
