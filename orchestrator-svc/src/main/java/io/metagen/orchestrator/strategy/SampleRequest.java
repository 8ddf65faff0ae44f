package io.metagen.orchestrator.strategy;

import io.metagen.v1.Generation;
import io.metagen.v1.Prompt;
import java.util.List;

/**
 * Asks for samples of one or more continuations of a prompt, all with one call. Samples are named
 * by the index of their branch and their own index in it, from 0.
 *
 * @param prompt the problem's
 * @param branches what is continued, at least one
 * @param cacheSalt separates prefix caches, empty for none
 */
public record SampleRequest(
    Prompt prompt, Generation generation, List<Branch> branches, String cacheSalt) {
  /** A defensive copy is taken of the branches. */
  public SampleRequest {
    branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("branches: at least one");
    }
  }

  /** Returns the number of samples over all branches. */
  public int sampleCount() {
    return branches.stream().mapToInt(Branch::sampleCount).sum();
  }

  SampleRequest with(Plan plan) {
    Generation.Builder fitted = generation.toBuilder();
    if (plan.outputShortened()) {
      fitted.getStopBuilder().setMaxOutputTokens(plan.maxOutputTokens());
    }
    Branch whole = Branch.ofPrompt(branches.getFirst().seed(), plan.sampleCount());
    return new SampleRequest(prompt, fitted.build(), List.of(whole), cacheSalt);
  }
}
