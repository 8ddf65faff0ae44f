package io.metagen.transformer.text.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.LengthLimitingStringBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code {% for names in items if condition %} .. {% else %} .. {% endfor %}}. */
final class HfForTag implements Tag {

  private static final Pattern HEADER =
      Pattern.compile("\\s*\\(?([\\w\\s,]+?)\\)?\\s+in\\s+(.*)", Pattern.DOTALL);

  @Override
  public String getName() {
    return ForTag.TAG_NAME;
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    Matcher header = HEADER.matcher(tag.getHelpers());
    if (!header.matches()) {
      throw new TemplateException(
          TemplateException.Reason.FAILED, "for" + tag.getHelpers() + ": no names in items");
    }
    String[] names = header.group(1).strip().split("\\s*,\\s*");
    int condition = topLevelIf(header.group(2));
    String items = condition < 0 ? header.group(2) : header.group(2).substring(0, condition);
    String filter = condition < 0 ? "" : header.group(2).substring(condition + 2);
    List<Object> all =
        PythonValues.items(interpreter.resolveELExpression(items, tag.getLineNumber()));
    try (var _ = interpreter.enterScope()) {
      return loop(tag, interpreter, names, kept(all, names, filter, interpreter));
    }
  }

  /** Where the word {@code if} stands outside strings and brackets, or -1. */
  private static int topLevelIf(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = TemplateSource.endOfString(text, i) - 1;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (depth == 0
          && c == 'i'
          && text.substring(i).matches("(?s)if\\b.*")
          && (i == 0 || !Character.isJavaIdentifierPart(text.charAt(i - 1)))) {
        return i;
      }
    }
    return -1;
  }

  private static List<Object> kept(
      List<Object> items, String[] names, String filter, JinjavaInterpreter interpreter) {
    if (filter.isEmpty()) {
      return items;
    }
    List<Object> kept = new ArrayList<>();
    for (Object item : items) {
      bind(names, item, interpreter);
      if (PythonValues.truth(interpreter.resolveELExpression(filter, -1))) {
        kept.add(item);
      }
    }
    return kept;
  }

  private static String loop(
      TagNode tag, JinjavaInterpreter interpreter, String[] names, List<Object> items) {
    List<Node> body = new ArrayList<>();
    List<Node> otherwise = new ArrayList<>();
    List<Node> part = body;
    for (Node node : tag.getChildren()) {
      if (node instanceof TagNode inner && inner.getName().equals(ElseTag.TAG_NAME)) {
        part = otherwise;
      } else {
        part.add(node);
      }
    }
    var text = new LengthLimitingStringBuilder(interpreter.getConfig().getMaxOutputSize());
    HfLoop loop = new HfLoop(items);
    if (items.isEmpty()) {
      otherwise.forEach(node -> text.append(node.render(interpreter)));
      return text.toString();
    }
    interpreter.getContext().put(ForTag.LOOP, loop);
    while (loop.hasNext()) {
      ((HfInterpreter) interpreter).countLoopTurn();
      Object item = loop.next();
      try (var _ = interpreter.enterScope()) {
        bind(names, item, interpreter);
        for (int i = 0; i < body.size() && !loop.isContinued(); i++) {
          text.append(body.get(i).render(interpreter));
        }
      }
    }
    return text.toString();
  }

  private static void bind(String[] names, Object item, JinjavaInterpreter interpreter) {
    if (names.length == 1) {
      interpreter.getContext().put(names[0], item);
      return;
    }
    List<Object> parts = PythonValues.items(item);
    if (parts.size() != names.length) {
      throw new TemplateException(
          TemplateException.Reason.FAILED,
          "for: " + parts.size() + " values for " + names.length + " names");
    }
    for (int i = 0; i < names.length; i++) {
      interpreter.getContext().put(names[i], parts.get(i));
    }
  }
}
