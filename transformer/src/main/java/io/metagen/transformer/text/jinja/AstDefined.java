package io.metagen.transformer.text.jinja;

import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstLiteral;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.javax.el.ELContext;

/** A value whose attribute is taken, and which must therefore be defined. */
final class AstDefined extends AstLiteral {

  private final AstNode value;

  AstDefined(AstNode value) {
    this.value = value;
  }

  @Override
  public Object eval(Bindings bindings, ELContext context) {
    Object defined = value.eval(bindings, context);
    if (defined == null) {
      throw new TemplateException(
          TemplateException.Reason.FAILED, value + " is undefined, so it has no attributes");
    }
    return defined;
  }

  @Override
  public void appendStructure(StringBuilder text, Bindings bindings) {
    value.appendStructure(text, bindings);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
