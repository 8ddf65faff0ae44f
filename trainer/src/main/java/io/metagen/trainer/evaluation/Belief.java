package io.metagen.trainer.evaluation;

import io.metagen.trainer.vocabulary.TaskVocabulary;

/**
 * What the generator that drew a solution gives for its being right. Its probability of a token is
 * its probability that the token is right, wherever a problem leaves no choice: everywhere but in a
 * line's name and the first token of its calculation, which tell whether the line takes one step or
 * two.
 */
final class Belief {

  private Belief() {}

  /**
   * Returns, after each token, the probability that it and all before it are right: the product
   * over the tokens that were no choice, 0 to 1.
   *
   * @param logprobs of each token, in nats
   */
  static float[] after(int[] solution, float[] logprobs) {
    float[] belief = new float[solution.length];
    double sum = 0;
    boolean choice = true;
    for (int i = 0; i < solution.length; i++) {
      int token = solution[i];
      if (!choice || token == TaskVocabulary.ANSWER) {
        sum += logprobs[i];
        choice = token == TaskVocabulary.LINE_END;
      } else {
        choice = token != TaskVocabulary.OPEN && !TaskVocabulary.isDigit(token);
      }
      belief[i] = (float) Math.exp(sum);
    }
    return belief;
  }
}
