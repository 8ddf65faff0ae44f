package io.metagen.verifier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DocumentSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties': {'a/b': {'items': {'maximum': 3}}}}|{'a/b': [1, 5]}"
            + "|at /a~1b/1: must have a maximum value of 3",
        "{'required': ['a']}|{}|at the top: required property 'a' not found",
        "{}|{'a': 1,}|is no JSON: Unexpected character",
        "{}|{'a': 1, 'a': 2}|is no JSON: Duplicate field",
        "{}|1 2|is no JSON: Trailing token",
        "{}|nothing|is no JSON: Unrecognized token",
        "{}||is no JSON: there is nothing",
        "{'multipleOf': 3}|1e999|is no JSON: a number is too large",
        "{'pattern': '^a+$'}|'ab'|at the top: does not match the regex pattern ^a+$",
        "{'patternProperties': {'^x': false}}|{'x1': 1}|at /x1: schema for '^x' is false",
        "{'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'string'}|1"
            + "|at the top: integer found, string expected",
        "{'$schema': 'http://json-schema.org/draft-04/schema#', 'maximum': 3,"
            + " 'exclusiveMaximum': true}|3|at the top: must have a maximum value of 3",
        "{'$defs': {'a': {'type': 'null'}}, 'items': {'$ref': '#/$defs/a'}}|[null, 1]"
            + "|at /1: integer found, null expected",
        "{'$ref': 'https://json-schema.org/draft/2020-12/schema'}|{'type': 3}|at /type: ",
      })
  void errors_invalidDocument_sayWhere(String schema, String document, String error) {
    assertThat(schema(schema).errors(document == null ? "" : json(document)))
        .first()
        .asString()
        .startsWith(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true|1",
        "{'type': 'object'}| {'a': [1, {}]} ",
        "{'format': 'email'}|'nobody'",
        "{'const': 'x'}|Well:\\n```\\n'y'\\n```\\nno:\\n```json\\n'x'\\n```\\n",
        "{'const': 'x'}|Cut off:\\n```json\\n'x'",
        "{'$dynamicRef': '#node', '$defs': {'a': {'$dynamicAnchor': 'node'}}}|1",
      })
  void errors_validDocument_areNone(String schema, String document) {
    assertThat(schema(schema).errors(json(document).replace("\\n", "\n"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|must be a JSON Schema",
        "{'type': 'objekt'}|at /type",
        "{'minimum': 'x'}|at /minimum",
        "{'$schema': 'http://127.0.0.1:9/x'}|must be a JSON Schema",
        "{'$ref': 'http://127.0.0.1:9/x.json'}|not allowed to be loaded",
        "{'$ref': 'file:///etc/passwd'}|not allowed to be loaded",
        "{'$ref': 'classpath:application.yaml'}|not allowed to be loaded",
        "{'items': {'$ref': '#/nowhere'}}|nowhere",
        "{'pattern': '(?=a)'}|has a pattern that is no pattern of RE2",
        "{'patternProperties': {'(': true}}|has a pattern that is no pattern of RE2",
        "{'pattern': '((a{1000}){1000}){1000}'}|copies",
      })
  void of_unusableSchema_saysWhy(String schema, String why) {
    assertThatThrownBy(() -> schema(schema))
        .isInstanceOf(BadSchemaException.class)
        .hasMessageContaining(why);
  }

  @Test
  @Timeout(60)
  void errors_deepDocument_areOne() {
    String deep = "[".repeat(100_000);

    assertThat(schema("{'items': {'$ref': '#'}}").errors(deep))
        .singleElement()
        .asString()
        .contains("nesting depth");
  }

  private static DocumentSchema schema(String schema) {
    return DocumentSchema.of(json(schema));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
