package io.metagen.verifier.algebra;

import io.metagen.verifier.algebra.Answer.Relation;
import io.metagen.verifier.algebra.Answer.Several;
import io.metagen.verifier.algebra.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads an answer: values, lists, tuples, intervals and their unions, sets, matrices, equations and
 * inequalities. What {@code ±} stands for is a list of two. Owned by the thread that reads.
 */
final class AnswerReader {
  private static final Set<String> RELATIONS = Set.of("=", "!=", "<", "<=", ">", ">=");

  private final Tokens tokens;
  private final ExpressionReader expressions;
  private final ValueReader values;

  private AnswerReader(String text, boolean minus) {
    tokens = new Tokens(Lexer.tokens(text));
    expressions = new ExpressionReader(tokens, minus);
    values = new ValueReader(tokens, expressions);
  }

  /**
   * Returns what a text says.
   *
   * @throws UnreadableAnswerException if it is no mathematics that this reader knows
   */
  static Answer read(String text) {
    AnswerReader reader = new AnswerReader(text, false);
    Answer answer = reader.whole();
    if (!reader.expressions.sawPlusMinus()) {
      return answer;
    }
    Answer other = new AnswerReader(text, true).whole();
    return new Several("", false, Stream.concat(parts(answer), parts(other)).toList());
  }

  private static Stream<Answer> parts(Answer answer) {
    return answer instanceof Several several && several.brackets().isEmpty()
        ? several.parts().stream()
        : Stream.of(answer);
  }

  private Answer whole() {
    List<Answer> parts = list();
    if (!tokens.done()) {
      throw new UnreadableAnswerException("goes on behind its end");
    }
    return parts.size() == 1 ? parts.getFirst() : new Several("", false, parts);
  }

  private List<Answer> list() {
    List<Answer> parts = new ArrayList<>();
    do {
      parts.addAll(relations());
    } while (separator());
    return parts;
  }

  private boolean separator() {
    boolean found = tokens.skip(",") || tokens.skip(";");
    while (tokens.here().kind() == Kind.WORD
        && ValueReader.JOINING.contains(tokens.here().text())) {
      tokens.take();
      found = true;
    }
    return found;
  }

  /** {@code x = 3}, {@code 1 < x \le 3}, or something without a relation. */
  private List<Answer> relations() {
    Answer left = union();
    List<Answer> found = new ArrayList<>();
    while (tokens.here().kind() == Kind.SIGN && RELATIONS.contains(tokens.here().text())) {
      String sign = tokens.take().text();
      Answer right = union();
      found.add(Relation.between(left, sign, right));
      left = right;
    }
    return found.isEmpty() ? List.of(left) : found;
  }

  /** Intervals joined by {@code \cup}; {@code x \in} before them is left out. */
  private Answer union() {
    Answer first = item();
    if (tokens.skip("∈")) {
      first = item();
    }
    List<Answer> parts = new ArrayList<>(List.of(first));
    while (tokens.skip("∪")) {
      parts.add(item());
    }
    return parts.size() == 1 ? first : new Several("∪", false, parts);
  }

  private Answer item() {
    Token open = tokens.here();
    if (open.is("begin")) {
      return matrix();
    }
    if (open.is("set{")) {
      return set("}set");
    }
    if (open.is("{") && tokens.bracketsSeveral()) {
      return set("}");
    }
    if ((open.is("(") || open.is("[")) && tokens.bracketsSeveral()) {
      return bracketed();
    }
    return values.value();
  }

  private Answer set(String close) {
    tokens.enter();
    tokens.take();
    List<Answer> parts = tokens.here().is(close) ? List.of() : list();
    tokens.expect(close);
    tokens.leave();
    return new Several("{}", false, parts);
  }

  private Answer bracketed() {
    tokens.enter();
    String open = tokens.take().text();
    List<Answer> parts = list();
    Token close = tokens.take();
    if (!close.is(")") && !close.is("]")) {
      throw new UnreadableAnswerException("lacks a bracket");
    }
    tokens.leave();
    return new Several(open + close.text(), true, parts);
  }

  private Answer matrix() {
    tokens.expect("begin");
    List<Answer> rows = new ArrayList<>();
    do {
      List<Answer> cells = new ArrayList<>();
      do {
        cells.add(values.value());
      } while (tokens.skip("&"));
      rows.add(new Several("row", true, cells));
    } while (tokens.skip("\\\\") && !tokens.here().is("end"));
    tokens.expect("end");
    return new Several("matrix", true, rows);
  }
}
