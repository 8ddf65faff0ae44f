package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.budget.Spend;

/**
 * What a parallel strategy does within its budget, fixed before the first call.
 *
 * @param sampleCount samples to draw, at least 1
 * @param maxOutputTokens most tokens of each sample, at least 1
 * @param outputShortened whether the budget shortened the outputs
 * @param groupCount groups that the candidates are judged in, 0 for no judging
 * @param shrunk whether the budget allowed less than the strategy wanted
 */
record Plan(
    int sampleCount, int maxOutputTokens, boolean outputShortened, int groupCount, boolean shrunk) {

  /**
   * Returns the first candidate of a group. The groups are runs of consecutive indices whose sizes
   * differ by at most one, so which candidates share a call does not depend on which finish first,
   * and nor do token counts.
   */
  int groupStart(int group) {
    return (int) ((long) group * sampleCount / groupCount);
  }

  int groupSize(int group) {
    return groupStart(group + 1) - groupStart(group);
  }

  /**
   * Returns the most that the generator call may cost: nothing cached, every sample full length.
   */
  Spend generation(PromptFacts prompt) {
    ModelShape model = prompt.model();
    long generated = (long) sampleCount * maxOutputTokens;
    double flops =
        model.flops(0, prompt.tokenCount())
            + sampleCount * model.flops(prompt.tokenCount(), maxOutputTokens);
    return new Spend(generated, prompt.tokenCount() + generated, 1, 0, flops);
  }

  /**
   * Returns the most that judging a group may cost. A verifier's size is not known, so it is taken
   * to be of the generator's.
   */
  Spend judgement(PromptFacts prompt, int size, boolean neural) {
    if (!neural) {
      return new Spend(0, 0, 0, 1, 0);
    }
    ModelShape model = prompt.model();
    double flops =
        model.flops(0, prompt.tokenCount())
            + size * model.flops(prompt.tokenCount(), maxOutputTokens);
    return new Spend(0, prompt.tokenCount() + (long) size * maxOutputTokens, 0, 1, flops);
  }

  Spend total(PromptFacts prompt, boolean neural) {
    Spend total = generation(prompt);
    for (int group = 0; group < groupCount; group++) {
      total = total.plus(judgement(prompt, groupSize(group), neural));
    }
    return total;
  }
}
