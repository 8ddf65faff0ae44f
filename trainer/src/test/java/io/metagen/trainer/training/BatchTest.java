package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the reward model is asked, and what it should say there. */
final class BatchTest {

  private static final String PROMPT = "Ann has 9 cups.\n";
  private static final String FIRST = "Ann 9+5=14\n";
  private static final String SECOND = "Ann 14-3=12\n";
  private static final String ANSWER = "Answer: 12";

  @Test
  void verdictMask_twoLines_countsResultsAndTheWholeAnswer() {
    String expected =
        zeros(PROMPT)
            + zeros("Ann 9+5")
            + ones("=14\n")
            + zeros("Ann 14-3")
            + ones("=12\n")
            + ones(ANSWER)
            + "1";
    try (NDManager scope = NDManager.newBaseManager()) {
      assertThat(text(batch(0).verdictMask(scope).toFloatArray())).isEqualTo(expected + "0");
    }
  }

  @Test
  void labels_secondLineWrong_areRightUpToThereAndTheAnswersAtTheEnd() {
    String expected = zeros(PROMPT) + ones(FIRST) + zeros(SECOND) + zeros(ANSWER);
    try (NDManager scope = NDManager.newBaseManager()) {
      assertThat(text(batch(0).labels(scope).toFloatArray())).isEqualTo(expected + "00");
      assertThat(text(batch(1).labels(scope).toFloatArray())).isEqualTo(expected + "10");
    }
  }

  /** One row of the solution above, and padding of one token. */
  private static Batch batch(int label) {
    int[] prompt = TaskVocabulary.encode(PROMPT);
    int[] solution = TaskVocabulary.encode(FIRST + SECOND + ANSWER);
    int[] tokens = Arrays.copyOf(prompt, prompt.length + solution.length + 1);
    System.arraycopy(solution, 0, tokens, prompt.length, solution.length);
    tokens[tokens.length - 1] = TaskVocabulary.endOfText();
    int sound = prompt.length + TaskVocabulary.encode(FIRST).length;
    Example longer = Example.right(new int[tokens.length + 1], tokens.length + 1);
    return new Batch(List.of(new Example(tokens, prompt.length, label, sound), longer));
  }

  private static String zeros(String text) {
    return "0".repeat(TaskVocabulary.encode(text).length);
  }

  private static String ones(String text) {
    return "1".repeat(TaskVocabulary.encode(text).length);
  }

  /** The first of the two rows. */
  private static String text(float[] values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length / 2; i++) {
      text.append((int) values[i]);
    }
    return text.toString();
  }
}
