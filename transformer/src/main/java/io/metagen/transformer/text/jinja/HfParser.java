package io.metagen.transformer.text.jinja;

import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.METHOD_INVOCATIONS;
import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.NULL_PROPERTIES;

import com.hubspot.jinjava.el.ext.AstNamedParameter;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.el.ext.StringConcatOperator;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.util.ArrayList;
import java.util.List;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser.ParseException;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.Scanner.ScanException;
import jinjava.de.odysseus.el.tree.impl.Scanner.Symbol;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstDot;
import jinjava.de.odysseus.el.tree.impl.ast.AstIdentifier;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstParameters;
import jinjava.de.odysseus.el.tree.impl.ast.AstUnary;
import org.jspecify.annotations.Nullable;

/**
 * Jinja's grammar of expressions where Jinjava's differs: {@code not} binds weaker than
 * comparisons, comparisons chain, {@code ~} binds tighter than {@code +}, arguments by name take a
 * whole expression, slices have a step. Methods are one precedence level each, weakest first.
 * Source: jinja2/parser.py.
 */
// Jinjava is not annotated: its "v == null" means that no expression starts here.
@SuppressWarnings("NullAway")
final class HfParser extends ExtendedParser {

  HfParser(Builder context, String input) {
    super(context, input);
  }

  @Override
  protected Scanner createScanner(String expression) {
    return new HfScanner(expression);
  }

  @Override
  protected AstNode and(boolean required) throws ScanException, ParseException {
    AstNode v = not(required);
    while (v != null && getToken().getSymbol() == Symbol.AND) {
      consumeToken();
      v = createAstBinary(v, not(true), HfOperators.AND);
    }
    return v;
  }

  private AstNode not(boolean required) throws ScanException, ParseException {
    if (getToken().getSymbol() != Symbol.NOT) {
      return comparison(required);
    }
    consumeToken();
    return createAstUnary(not(true), AstUnary.NOT);
  }

  private AstNode comparison(boolean required) throws ScanException, ParseException {
    AstNode left = add(required);
    AstNode all = null;
    while (left != null) {
      AstBinary.Operator operator = comparator();
      if (operator == null) {
        break;
      }
      AstNode right = add(true);
      AstNode one = createAstBinary(left, right, operator);
      all = all == null ? one : createAstBinary(all, one, HfOperators.AND);
      left = right;
    }
    return all == null ? left : all;
  }

  private AstBinary.@Nullable Operator comparator() throws ScanException, ParseException {
    AstBinary.Operator operator =
        switch (getToken().getSymbol()) {
          case EQ -> HfOperators.EQ;
          case NE -> HfOperators.NE;
          case LT -> HfOperators.LT;
          case LE -> HfOperators.LE;
          case GT -> HfOperators.GT;
          case GE -> HfOperators.GE;
          case NOT -> lookahead(0).getImage().equals("in") ? HfOperators.NOT_IN : null;
          default -> getToken().getImage().equals("in") ? HfOperators.IN : null;
        };
    if (operator != null) {
      consumeToken();
    }
    if (operator == HfOperators.NOT_IN) {
      consumeToken();
    }
    return operator;
  }

  @Override
  protected AstNode add(boolean required) throws ScanException, ParseException {
    AstNode v = concatenation(required);
    while (v != null) {
      Symbol symbol = getToken().getSymbol();
      if (symbol != Symbol.PLUS && symbol != Symbol.MINUS) {
        break;
      }
      consumeToken();
      AstNode right = concatenation(true);
      v = createAstBinary(v, right, symbol == Symbol.PLUS ? HfOperators.ADD : AstBinary.SUB);
    }
    return v;
  }

  private AstNode concatenation(boolean required) throws ScanException, ParseException {
    AstNode v = mul(required);
    while (v != null && getToken() == StringConcatOperator.TOKEN) {
      consumeToken();
      v = createAstBinary(v, mul(true), StringConcatOperator.OP);
    }
    return v;
  }

  @Override
  protected AstNode value() throws ScanException, ParseException {
    AstNode v = nonliteral();
    boolean lvalue = v != null;
    v = lvalue ? v : literal();
    while (v != null) {
      if (getToken().getSymbol() == Symbol.DOT) {
        v = dot(v, lvalue);
      } else if (getToken().getSymbol() == Symbol.LBRACK) {
        v = bracket(v, lvalue);
      } else {
        break;
      }
    }
    return v;
  }

  /** As Jinja does: a filter or test must exist, and an undefined value has no attributes. */
  @Override
  protected AstDot createAstDot(AstNode base, String property, boolean lvalue) {
    String name = base instanceof AstIdentifier identifier ? identifier.getName() : "";
    var library = JinjavaInterpreter.getCurrent().getContext();
    if (name.startsWith(FILTER_PREFIX)) {
      known(library.getFilter(name.substring(FILTER_PREFIX.length())), name);
      return super.createAstDot(base, property, lvalue);
    }
    if (name.startsWith(EXPTEST_PREFIX)) {
      known(library.getExpTest(name.substring(EXPTEST_PREFIX.length())), name);
      return super.createAstDot(base, property, lvalue);
    }
    return super.createAstDot(new AstDefined(base), property, lvalue);
  }

  private static void known(@Nullable Object function, String name) {
    if (function == null) {
      throw new TemplateException(TemplateException.Reason.FAILED, "no " + name);
    }
  }

  private AstNode dot(AstNode v, boolean lvalue) throws ScanException, ParseException {
    consumeToken();
    AstDot dot = createAstDot(v, consumeToken(Symbol.IDENTIFIER).getImage(), lvalue);
    boolean call = getToken().getSymbol() == Symbol.LPAREN && context.isEnabled(METHOD_INVOCATIONS);
    return call ? createAstMethod(dot, params()) : dot;
  }

  private AstNode bracket(AstNode v, boolean lvalue) throws ScanException, ParseException {
    consumeToken();
    AstNode first = expr(false);
    if (!getToken().getImage().equals(":")) {
      consumeToken(Symbol.RBRACK);
      return createAstBracket(
          new AstDefined(v), first, lvalue, !context.isEnabled(NULL_PROPERTIES));
    }
    consumeToken();
    AstNode stop = expr(false);
    AstNode step = null;
    if (getToken().getImage().equals(":")) {
      consumeToken();
      step = expr(false);
    }
    consumeToken(Symbol.RBRACK);
    return new AstSlice(v, first, stop, step);
  }

  @Override
  protected AstParameters params(Symbol left, Symbol right) throws ScanException, ParseException {
    consumeToken(left);
    List<AstNode> nodes = new ArrayList<>();
    AstNode v = parameter();
    while (v != null) {
      nodes.add(v);
      if (getToken().getSymbol() != Symbol.COMMA) {
        break;
      }
      consumeToken();
      v = parameter();
    }
    consumeToken(right);
    return createAstParameters(nodes);
  }

  private AstNode parameter() throws ScanException, ParseException {
    boolean named =
        getToken().getSymbol() == Symbol.IDENTIFIER && lookahead(0).getImage().equals("=");
    if (!named) {
      return expr(false);
    }
    String name = consumeToken().getImage();
    consumeToken();
    return new AstNamedParameter(identifier(name), expr(true));
  }
}
