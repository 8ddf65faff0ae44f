package io.metagen.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.trainer.vocabulary.TaskVocabulary;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which of a generator's probabilities are beliefs in being right, and how they add up. */
final class BeliefTest {

  private static final String SOLUTION = "Ann (9+5)*2=28\nBen 28-3=25\nAnswer: 25";

  @Test
  void after_oneTokenInDoubt_countsFromThereUnlessItWasAChoice() {
    String expected =
        choices("Ann (")
            + facts("9+5)*2=28\n")
            + choices("Ben 2")
            + facts("8-3=25\n")
            + facts("Answer: 25");
    int[] solution = TaskVocabulary.encode(SOLUTION);
    StringBuilder counted = new StringBuilder();
    for (int doubted = 0; doubted < solution.length; doubted++) {
      float[] logprobs = new float[solution.length];
      logprobs[doubted] = (float) Math.log(0.25);
      float[] belief = Belief.after(solution, logprobs);
      counted.append(belief[doubted] < 1 ? '!' : '.');
      float[] wanted = new float[solution.length];
      Arrays.fill(wanted, 0, doubted, 1);
      Arrays.fill(wanted, doubted, solution.length, belief[doubted] < 1 ? 0.25f : 1);
      assertThat(belief).containsExactly(wanted, within(1e-6f));
    }
    assertThat(counted).hasToString(expected);
  }

  @Test
  void after_severalTokensInDoubt_multiplies() {
    int[] solution = TaskVocabulary.encode("Ann 9+5=14\n");
    float[] logprobs = new float[solution.length];
    Arrays.fill(logprobs, (float) Math.log(0.5));
    assertThat(Belief.after(solution, logprobs))
        .startsWith(1, 1, 1)
        .endsWith(new float[] {1 / 32f, 1 / 64f}, within(1e-6f));
  }

  private static String choices(String text) {
    return ".".repeat(TaskVocabulary.encode(text).length);
  }

  private static String facts(String text) {
    return "!".repeat(TaskVocabulary.encode(text).length);
  }
}
