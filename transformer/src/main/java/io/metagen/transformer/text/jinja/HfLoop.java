package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.util.ForLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. Public because templates read it by reflection. */
public final class HfLoop extends ForLoop {

  private final List<Object> items;

  HfLoop(List<Object> items) {
    super(items.iterator(), items.size());
    this.items = items;
  }

  /** The item before this one, undefined for the first. */
  public @Nullable Object getPrevitem() {
    return getIndex0() > 0 ? items.get(getIndex0() - 1) : null;
  }

  /** The item after this one, undefined for the last. */
  public @Nullable Object getNextitem() {
    return getIndex() < items.size() ? items.get(getIndex()) : null;
  }
}
