package io.metagen.verifier.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FencedBlockTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("x = 1", "x = 1"),
        arguments("Text\n```python\nx = 1\n```\nmore", "x = 1\n"),
        arguments("```\na\n```\n```py\nb\n\nc\n```", "b\n\nc\n"),
        arguments("```python\nx = 1", "x = 1\n"),
        arguments("~~~\n```\n~~~", "```\n"),
        arguments("````\n```\na\n```\n````", "```\na\n```\n"),
        arguments("a ```x``` b", "a ```x``` b"),
        arguments("```x``` b", "```x``` b"),
        arguments("    ```\na", "    ```\na"),
        arguments("```\n``` a\n```", "``` a\n"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void in_text_isTheLastBlockOrTheWhole(String text, String program) {
    assertThat(FencedBlock.in(text)).isEqualTo(program);
  }
}
