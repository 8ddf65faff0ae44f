package io.metagen.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void judged_secondLineWrong_isBeliefsInsideALineAndHalfTheVerdictAtItsEnd(boolean correct) {
    int length = solution().length;
    float[] expected = new float[length + 1];
    Arrays.fill(expected, EACH);
    expected[0] = Float.NaN;
    int firstEnd = FIRST.length;
    int secondEnd = firstEnd + SECOND.length;
    expected[firstEnd] = (1 + all(firstEnd)) / 2;
    expected[secondEnd] = (0 + all(secondEnd)) / 2;
    expected[length] = ((correct ? 1 : 0) + all(length)) / 2;
    assertThat(sample(correct).judged().labels()).containsExactly(expected, within(1e-5f));
  }

  @Test
  void believed_beliefOfZero_doesNotDivideByIt() {
    Sample lost = new Sample(new int[] {2, 3, 4}, false, 3, new float[] {1, 0, 0});
    assertThat(lost.believed().labels()).containsExactly(Float.NaN, 1, 0, 1);
  }

  @Test
  void answered_anySample_hasOneLabelAtItsEnd() {
    float[] labels = sample(true).answered().labels();
    assertThat(labels[labels.length - 1]).isOne();
    assertThat(Arrays.copyOf(labels, labels.length - 1)).containsOnly(Float.NaN);
  }

  @Test
  void marked_secondLineBad_learnsTheFirstLineAndBothMarks() {
    Continuation marked = sample(false).marked(1, 1000, 2000);
    int[] told = solution();
    told[told.length - 1] = TaskVocabulary.LINE_END;
    assertThat(marked.tokens()).isEqualTo(told);
    int[] expected = new int[told.length + 1];
    Arrays.fill(expected, -1);
    System.arraycopy(FIRST, 0, expected, 0, FIRST.length);
    expected[FIRST.length] = 1000;
    expected[FIRST.length + SECOND.length] = 2000;
    assertThat(marked.targets()).isEqualTo(expected);
  }

  @Test
  void marked_allGood_marksTheAnswerToo() {
    Continuation marked = sample(true).marked(3, 1000, 2000);
    assertThat(marked.targets()[marked.tokens().length]).isEqualTo(1000);
    assertThat(Arrays.stream(marked.targets()).filter(target -> target == 1000)).hasSize(3);
    assertThat(marked.targets()).doesNotContain(2000, -1);
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
