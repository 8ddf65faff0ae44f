package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jinjava.javax.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;

/** One template and the limits under which it renders. Safe for use by several threads, in turn. */
public final class TemplateEngine {

  private static final List<String> FUNCTIONS =
      List.of("raise_exception", "strftime_now", "range", "namespace");

  private final Jinjava jinjava;
  private final String source;

  /**
   * Reads a template.
   *
   * @param clock the time of {@code strftime_now}
   * @throws TemplateException if its tags are not closed, balanced and known
   */
  public TemplateEngine(String template, InstantSource clock) {
    source = TemplateSource.translate(template);
    jinjava = new HfJinjava(config(clock));
    var library = jinjava.getGlobalContext();
    library.registerTag(new HfForTag());
    library.registerTag(new HfIfTag());
    HfLibrary.filters().forEach(library::registerFilter);
    HfLibrary.tests().forEach(library::registerExpTest);
    register("raise_exception", "raiseException", String.class);
    register("strftime_now", "strftimeNow", String.class);
    register("range", "range", Object[].class);
    checkSyntax();
  }

  private void register(String name, String method, Class<?> parameter) {
    jinjava
        .getGlobalContext()
        .registerFunction(new ELFunctionDefinition("", name, HfFunctions.class, method, parameter));
  }

  private void checkSyntax() {
    JinjavaInterpreter interpreter = jinjava.newInterpreter();
    try (var current = JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      current.value().parse(source);
    }
    if (!interpreter.getErrorsCopy().isEmpty()) {
      throw failure(interpreter.getErrorsCopy().getFirst());
    }
  }

  private static JinjavaConfig config(InstantSource clock) {
    return JinjavaConfig.newBuilder()
        .withElResolver(new PythonResolver())
        .withInterperterFactory(new HfInterpreter.Factory())
        .withDateTimeProvider(clock::millis)
        .withNestedInterpretationEnabled(false) // or a message could bring its own template
        .withMaxOutputSize(Limits.TEXT)
        .withMaxListSize(Limits.ITEMS)
        .withMaxMapSize(Limits.ITEMS)
        .withEnableRecursiveMacroCalls(true)
        .withMaxMacroRecursionDepth(Limits.RECURSION)
        .withDisabled(Map.of(Library.TAG, Set.of("include", "import", "from", "extends", "do")))
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withEvaluateMapKeys(true)
                .withAllowAdjacentTextNodes(true)
                .build())
        .build();
  }

  /**
   * The text for these variables; None is a null value.
   *
   * @throws TemplateException if there is none
   */
  public synchronized String render(Map<String, @Nullable Object> variables) {
    Map<String, Object> bindings = new HashMap<>();
    variables.forEach((name, value) -> bindings.put(name, value == null ? PythonNone.NONE : value));
    bindings.put("none", PythonNone.NONE);
    bindings.put("None", PythonNone.NONE);
    FUNCTIONS.forEach(name -> bindings.put(name, new FunctionName(name)));
    RenderResult result = jinjava.renderForResult(source, bindings);
    List<TemplateError> errors = result.getErrors();
    if (!errors.isEmpty()) {
      throw failure(errors.getFirst());
    }
    return result.getOutput();
  }

  private static TemplateException failure(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof TemplateException own) {
        return own;
      }
    }
    boolean limit =
        switch (error.getReason()) {
          case OUTPUT_TOO_BIG, COLLECTION_TOO_BIG -> true;
          default -> error.getMessage().contains("recursion limit");
        };
    return new TemplateException(
        limit ? TemplateException.Reason.LIMIT : TemplateException.Reason.FAILED,
        "line " + error.getLineno() + ": " + error.getMessage());
  }

  /** What a function's name is as a variable: defined, and nothing else. */
  private record FunctionName(String name) {}

  private static final class HfJinjava extends Jinjava {

    private final HfExpressionFactory expressions = new HfExpressionFactory();

    HfJinjava(JinjavaConfig config) {
      super(config);
    }

    @Override
    public ExpressionFactory getExpressionFactory() {
      return expressions;
    }
  }
}
