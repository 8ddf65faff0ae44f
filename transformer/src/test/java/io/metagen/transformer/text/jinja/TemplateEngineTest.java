package io.metagen.transformer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metagen.transformer.text.jinja.TemplateException.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Jinjava alone would differ from Jinja; the expectations are what Jinja 3.1 prints. */
class TemplateEngineTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-02-03T10:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          m[::-1][0].role => user
          m[1:]|length => 2
          m[-1].content[-1] => !
          'abcdef'[4:1:-1] => edc
          'abc'[::-1] => cba
          'xxaxx'.strip('x') => a
          'a</t>b</t>c'.split('</t>')[-1] => c
          'a,b,c'.split(',', 1)[1] => b,c
          ' a  b '.split()|join('+') => a+b
          ', '.join(['a','b']) => a, b
          'abc'.startswith('a') and 'abc'.endswith('c') => True
          m[0].get('x', 'd') => d
          m[0].get('x') => None
          m[0].items()|map('first')|join(' ') => role content
          'role' in m[0] => True
          'x' not in 'abc' => True
          not 1 == 2 => True
          not m|length > 5 => True
          1 < 2 < 3 => True
          'a' and 'b' => b
          '' or 'c' => c
          'a' ~ 1 + 2 if false else 'a' ~ (1 + 2) => a3
          1+1 => 2
          -1 => -1
          namespace(a=m|length - 1).a => 2
          'it''s' 'b' => itsb
          '\\u2581x\\x41\\n'|length => 4
          'false' if 'false' else 'x' => false
          'x' if false => ``
          none is none => True
          nothing is none => False
          nothing is defined => False
          given is defined and given is none => True
          nothing == none => False
          {'a': {'b': {}}} => {'a': {'b': {}}}
          {'a': [1, 2.5, none, true], 'b': 'é"'}|tojson => {"a": [1, 2.5, null, true], "b": "é\\""}
          m[0].role is string and m is iterable => True
          m|selectattr('role', 'equalto', 'user')|list|length => 1
          m|map(attribute='role')|join(',') => system,assistant,user
          '%}' ~ '}}' ~ '{{' => %}}}{{
          strftime_now('%d %b %Y') => 03 Feb 2025
          strftime_now is defined => True
          range(5, 0, -2)|list => [5, 3, 1]
          true == 1 => True
          '1' == 1 => False
          """)
  void render_expression_printsWhatJinjaPrints(String expression, String expected) {
    assertThat(render("{{ " + expression + " }}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          `{% for x in m if x.role != 'user' %}{{ loop.index }}{{ loop.last }}{% endfor %}` => 1False2True
          `{% for x in [] %}a{% else %}b{% endfor %}` => b
          `{% for x in m %}{{ loop.previtem.role if not loop.first }},{% endfor %}` => ,system,assistant,
          `{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}` => a1
          `{% for x in 'abc' %}{{ x }}.{% endfor %}` => a.b.c.
          `{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}x{% endif %}{{ i }}{% endfor %}` => 02
          `{% set x = 1 %}{% for i in range(3) %}{% set x = 5 %}{% endfor %}{{ x }}` => 1
          `{% set n = namespace(x=1) %}{% for i in range(3) %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}` => 4
          `{% macro f(a, b='z') %}{{ a }}{{ b }}{% endmacro %}{{ f('1') }}{{ f('1', b='2') }}` => 1z12
          `{% set x %}a{{ 1 }}{% endset %}[{{ x }}]` => [a1]
          `{% generation %}a{% endgeneration %}` => a
          `{% raw %}{{ a }}{% endraw %}` => {{ a }}
          """)
  void render_statement_printsWhatJinjaPrints(String template, String expected) {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'a {% if true %} b {% endif %} c', 'a  b  c'",
    "'a\n  {% if true %}\n  b\n  {% endif %}\nc\n\n', 'a\n  b\nc\n'",
    "'  {%+ if true +%}\n b{% endif %}', '  \n b'",
    "'x  {{- 1 -}}  y', 'x1y'",
    "'x\n  {# c #}\ny', 'x\ny'",
    "'x {#- c -#} y', 'xy'",
    "'{{ 1 }}\n{{ 2 }}\n', '1\n2'",
    "'a\r\n{% if true %}\r\nb{% endif %}', 'a\nb'",
    "'  {%- raw -%}  {{ {%- endraw %}\nb', '{{b'"
  })
  void render_whiteSpaceAroundTags_isLeftAsJinjaLeavesIt(String template, String expected) {
    assertThat(render(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ nothing.role }}",
        "{{ nothing + 'x' }}",
        "{{ 'a' + 1 }}",
        "{{ 'a'|unknown }}",
        "{{ 'a' is unknown }}",
        "{{ unknown() }}",
        "{{ 'a'.unknown() }}",
        "{{ 'a'.getClass() }}",
        "{{ m.append(1) }}",
        "{% include 'x' %}",
        "{% for a, b in [[1]] %}{% endfor %}",
        "{{ 1 + }}",
        "{{ m[0].get(key='x') }}"
      })
  void render_whatJinjaRefusesOrThisLacks_fails(String template) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render(template))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FAILED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% set n = namespace(x=[1]) %}"
            + "{% for i in range(30) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x='aa') %}"
            + "{% for i in range(30) %}{% set n.x = n.x.replace('a', n.x) %}{% endfor %}",
        "{% set n = namespace(x='0123456789abcdef') %}"
            + "{% for i in range(30) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
        "{% for i in range(1000) %}{% for j in range(1000) %}{% for k in range(1000) %}"
            + "{% endfor %}{% endfor %}{% endfor %}",
        "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
        "{{ range(100001) }}",
        "{% for i in range(100000) %}{{ m[0].content }}0123456789012345678901234567890123456789"
            + "01234567890123456789012345678901234567890123456789{% endfor %}"
      })
  void render_beyondALimit_fails(String template) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render(template))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT));
  }

  @Test
  void render_raiseException_isRejectedWithTheFirstMessage() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(
            () -> render("{{ raise_exception('no ' ~ m[0].role) }}{{ raise_exception('2') }}"))
        .withMessage("no system")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED));
  }

  private static String render(String template) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put(
        "m",
        List.of(
            message("system", "Be brief."), message("assistant", "Hi"), message("user", "Go!")));
    variables.put("given", null);
    return new TemplateEngine(template, CLOCK).render(variables);
  }

  private static Map<String, String> message(String role, String content) {
    Map<String, String> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    return message;
  }
}
