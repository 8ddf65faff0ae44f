package io.metagen.transformer.text.jinja;

import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstLiteral;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.javax.el.ELContext;
import org.jspecify.annotations.Nullable;

/** {@code base[start:stop:step]}. */
final class AstSlice extends AstLiteral {

  private final AstNode base;
  private final @Nullable AstNode start;
  private final @Nullable AstNode stop;
  private final @Nullable AstNode step;

  AstSlice(AstNode base, @Nullable AstNode start, @Nullable AstNode stop, @Nullable AstNode step) {
    this.base = base;
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  @Override
  public Object eval(Bindings bindings, ELContext context) {
    return PythonValues.slice(
        base.eval(bindings, context),
        eval(start, bindings, context),
        eval(stop, bindings, context),
        eval(step, bindings, context));
  }

  private static @Nullable Object eval(
      @Nullable AstNode bound, Bindings bindings, ELContext context) {
    return bound == null ? null : bound.eval(bindings, context);
  }

  @Override
  public void appendStructure(StringBuilder text, Bindings bindings) {
    text.append("slice");
  }
}
