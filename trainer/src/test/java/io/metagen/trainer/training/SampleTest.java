package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models should say along a sample. */
final class SampleTest {

  private static final int[] FIRST = TaskVocabulary.encode("Ann 9+5=14\n");
  private static final int[] SECOND = TaskVocabulary.encode("Ann 14-3=12\n");
  private static final int[] ANSWER = TaskVocabulary.encode("Answer: 12");

  /** The generator's belief in every token. */
  private static final float EACH = 0.9f;

  @Test
  void stepped_chances_areLabelsAtLinesEndsAndBeliefsInsideLines() {
    int length = solution().length;
    float[] expected = new float[length + 1];
    Arrays.fill(expected, EACH);
    expected[0] = Float.NaN;
    expected[FIRST.length] = 0.8f;
    expected[FIRST.length + SECOND.length] = 0.1f;
    expected[length] = 0;
    Continuation stepped = sample(false).stepped(List.of(0.8f, 0.1f, 0f));
    assertThat(stepped.labels()).containsExactly(expected, within(1e-5f));
    int[] told = solution();
    told[length - 1] = TaskVocabulary.LINE_END;
    assertThat(stepped.tokens()).isEqualTo(told);
  }

  @Test
  void believed_beliefOfZero_doesNotDivideByIt() {
    Sample lost = new Sample(new int[] {2, 3, 4}, false, 3, new float[] {1, 0, 0});
    assertThat(lost.believed().labels()).containsExactly(Float.NaN, 1, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answered_anySample_hasItsOutcomeAtItsEndAndBeliefsBefore(boolean correct) {
    float[] labels = sample(correct).answered().labels();
    float[] believed = sample(correct).believed().labels();
    believed[believed.length - 1] = correct ? 1 : 0;
    assertThat(labels).containsExactly(believed, within(0f));
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

  private static Sample sample(boolean correct) {
    float[] belief = new float[solution().length];
    for (int i = 0; i < belief.length; i++) {
      belief[i] = all(i + 1);
    }
    return new Sample(solution(), correct, FIRST.length, belief);
  }
}
