package io.metagen.transformer.text.jinja;

import java.util.Properties;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeBuilder;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;

/** Makes expressions with {@link HfParser} and the conversions of {@link PythonConverter}. */
final class HfExpressionFactory extends ExpressionFactoryImpl {

  HfExpressionFactory() {
    super(new Properties(), new PythonConverter());
  }

  @Override
  protected TreeBuilder createTreeBuilder(Properties properties, Builder.Feature... features) {
    return new HfBuilder(features);
  }

  private static final class HfBuilder extends Builder {
    HfBuilder(Feature... features) {
      super(features);
    }

    @Override
    protected Parser createParser(String expression) {
      return new HfParser(this, expression);
    }
  }
}
