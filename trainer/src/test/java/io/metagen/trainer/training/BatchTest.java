package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reward model should say after each token. */
final class BatchTest {

  private static final int[] PROMPT = TaskVocabulary.encode("Ann has 9 cups.\n");
  private static final int[] FIRST = TaskVocabulary.encode("Ann 9+5=14\n");
  private static final int[] SECOND = TaskVocabulary.encode("Ann 14-3=12\n");
  private static final int[] ANSWER = TaskVocabulary.encode("Answer: 12");

  /** The generator's belief in every token of the solution. */
  private static final float EACH = 0.9f;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void labels_secondLineWrong_areBeliefsInsideALineAndHalfTheVerdictAtItsEnd(int label) {
    float[] expected = new float[PROMPT.length + solution().length + 1];
    Arrays.fill(expected, PROMPT.length, expected.length - 1, EACH);
    int firstEnd = FIRST.length;
    int secondEnd = firstEnd + SECOND.length;
    expected[PROMPT.length + firstEnd - 1] = (1 + all(firstEnd)) / 2;
    expected[PROMPT.length + secondEnd - 1] = (0 + all(secondEnd)) / 2;
    expected[expected.length - 2] = (label + all(solution().length)) / 2;
    try (NDManager scope = NDManager.newBaseManager()) {
      float[] labels = batch(label).labels(scope).toFloatArray();
      assertThat(Arrays.copyOf(labels, expected.length)).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void labels_beliefOfZero_doNotDivideByIt() {
    Example lost = new Example(new int[] {1, 2, 3, 4}, 1, 0, 4, new float[] {1, 0, 0});
    assertThat(lost.labelAt(2)).isZero();
    assertThat(lost.labelAt(3)).isZero();
    Example longer = new Example(new int[] {1, 2, 3, 4}, 1, 0, 4, new float[] {0, 0, 0});
    assertThat(longer.labelAt(2)).isOne();
  }

  /** The belief in so many tokens together. */
  private static float all(int tokens) {
    return (float) Math.pow(EACH, tokens);
  }

  private static int[] solution() {
    int[] solution = Arrays.copyOf(FIRST, FIRST.length + SECOND.length + ANSWER.length + 1);
    System.arraycopy(SECOND, 0, solution, FIRST.length, SECOND.length);
    System.arraycopy(ANSWER, 0, solution, FIRST.length + SECOND.length, ANSWER.length);
    solution[solution.length - 1] = TaskVocabulary.endOfText();
    return solution;
  }

  /** One row of the solution above, and padding of one token. */
  private static Batch batch(int label) {
    int[] solution = solution();
    int[] tokens = Arrays.copyOf(PROMPT, PROMPT.length + solution.length);
    System.arraycopy(solution, 0, tokens, PROMPT.length, solution.length);
    float[] belief = new float[solution.length];
    for (int i = 0; i < belief.length; i++) {
      belief[i] = all(i + 1);
    }
    Example example =
        new Example(tokens, PROMPT.length, label, PROMPT.length + FIRST.length, belief);
    Example longer = Example.right(new int[tokens.length + 1], tokens.length + 1);
    return new Batch(List.of(example, longer));
  }
}
