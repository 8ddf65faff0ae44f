package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseIfTag;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.lib.tag.IfTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.LengthLimitingStringBuilder;

/** {@code if}, {@code elif}, {@code else} with Python's truth; nothing renders after a continue. */
final class HfIfTag implements Tag {

  @Override
  public String getName() {
    return IfTag.TAG_NAME;
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    var text = new LengthLimitingStringBuilder(interpreter.getConfig().getMaxOutputSize());
    boolean taken = holds(tag, interpreter);
    boolean active = taken;
    for (Node node : tag.getChildren()) {
      String name = node instanceof TagNode inner ? inner.getName() : "";
      if (name.equals(ElseIfTag.TAG_NAME) || name.equals(ElseTag.TAG_NAME)) {
        active = !taken && (name.equals(ElseTag.TAG_NAME) || holds((TagNode) node, interpreter));
        taken = taken || active;
      } else if (active && !skipping(interpreter)) {
        text.append(node.render(interpreter));
      }
    }
    return text.toString();
  }

  private static boolean holds(TagNode tag, JinjavaInterpreter interpreter) {
    return PythonValues.truth(
        interpreter.resolveELExpression(tag.getHelpers(), tag.getLineNumber()));
  }

  private static boolean skipping(JinjavaInterpreter interpreter) {
    return interpreter.getContext().get(ForTag.LOOP) instanceof HfLoop loop && loop.isContinued();
  }
}
