package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Prints values as Python does and bounds the work of one rendering. */
final class HfInterpreter extends JinjavaInterpreter {

  private final AtomicInteger loopTurns;

  private HfInterpreter(Jinjava jinjava, Context context, JinjavaConfig config) {
    super(jinjava, context, config);
    loopTurns = new AtomicInteger();
  }

  private HfInterpreter(HfInterpreter parent) {
    super(parent);
    loopTurns = parent.loopTurns;
  }

  @Override
  public String getAsString(@Nullable Object value) {
    return PythonText.str(value);
  }

  void countLoopTurn() {
    Limits.check("turns of loops", loopTurns.incrementAndGet(), Limits.LOOP_TURNS);
  }

  /** Makes these interpreters. */
  static final class Factory implements InterpreterFactory {
    @Override
    public JinjavaInterpreter newInstance(JinjavaInterpreter parent) {
      return new HfInterpreter((HfInterpreter) parent);
    }

    @Override
    public JinjavaInterpreter newInstance(Jinjava jinjava, Context context, JinjavaConfig config) {
      return new HfInterpreter(jinjava, context, config);
    }
  }
}
