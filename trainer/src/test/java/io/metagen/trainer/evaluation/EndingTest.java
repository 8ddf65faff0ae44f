package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import org.junit.jupiter.api.Test;

final class EndingTest {

  private static final Ending ENDING = new Ending(6, TaskVocabulary.encode("stop:"));
  private static final String PROMPT = "stop:";

  @Test
  void reached_endOfText_ends() {
    assertThat(reached("a")).isFalse();
    assertThat(ENDING.reached(new int[] {'a', Ending.END}, 1)).isTrue();
  }

  @Test
  void reached_stopTextBehindThePrompt_ends() {
    assertThat(reached("stop")).isFalse();
    assertThat(reached("stop:")).isTrue();
    assertThat(reached("stop:a")).isTrue();
    assertThat(reached("st0p:")).isFalse();
    // The stop text must not begin in the prompt.
    assertThat(ENDING.reached(TaskVocabulary.encode("stop:"), 2)).isFalse();
  }

  @Test
  void reached_longest_ends() {
    assertThat(reached("abcde")).isFalse();
    assertThat(reached("abcdef")).isTrue();
    assertThat(ENDING.within(2).reached(new int[] {'a', 'b', 'c'}, 1)).isTrue();
    assertThat(ENDING.within(9).reached(new int[] {'a', 'b', 'c'}, 1)).isFalse();
  }

  private static boolean reached(String text) {
    int[] tokens = TaskVocabulary.encode(PROMPT + text);
    return ENDING.reached(tokens, TaskVocabulary.encode(PROMPT).length);
  }
}
