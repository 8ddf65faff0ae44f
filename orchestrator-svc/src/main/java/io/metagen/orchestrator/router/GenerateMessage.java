package io.metagen.orchestrator.router;

import io.metagen.orchestrator.budget.ModelShape;
import io.metagen.orchestrator.router.SampleTracker.Wanted;
import io.metagen.orchestrator.strategy.Branch;
import io.metagen.orchestrator.strategy.SampleRequest;
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import io.metagen.v1.Generation;
import io.metagen.v1.Prompt;
import io.metagen.v1.TokenIds;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.TokenizeResponse;
import java.util.List;

/**
 * The generator request of a step of a search. The prompt itself is sent as the caller gave it;
 * what continues it is sent as token ids, those of the prompt and those that were drawn, so that a
 * text is never tokenised otherwise than it was drawn.
 */
record GenerateMessage(SampleRequest request, TokenizeResponse prompt) {
  /** Returns the request for the samples that are still wanted. */
  GenerateRequest of(List<Wanted> wanted) {
    Generation generation = request.generation();
    GenerateRequest.Builder message =
        GenerateRequest.newBuilder()
            .setModel(generation.getModel())
            .setSampling(generation.getSampling())
            .setStop(generation.getStop())
            .setCacheSalt(request.cacheSalt())
            .setStreamDeltas(true); // the cost of a call that is cut short is known from them
    wanted.forEach(input -> message.addInputs(input(input)));
    if (generation.hasConstraint()) {
      message.setConstraint(generation.getConstraint());
    }
    if (generation.hasSpeculation()) {
      message.setSpeculation(generation.getSpeculation());
    }
    return message.build();
  }

  /**
   * Returns what is known of a call that ended without a report: its prompts, and the tokens of
   * each sample that were heard of.
   */
  TokenUsage unreported(List<Wanted> wanted, SampleTracker tracker, ModelShape shape) {
    TokenUsage.Builder usage = TokenUsage.newBuilder();
    for (Wanted input : wanted) {
      int tokens = prompt.getTokenIdsCount() + branch(input).continuation().size();
      double flops = shape.flops(0, tokens);
      for (int generated : tracker.tokensNow(input.input())) {
        usage.setGeneratedTokenCount(usage.getGeneratedTokenCount() + generated);
        flops += shape.flops(tokens, generated);
      }
      usage
          .setPromptTokenCount(usage.getPromptTokenCount() + tokens)
          .setFlops(usage.getFlops() + flops);
    }
    return usage.build();
  }

  private GenerateInput input(Wanted wanted) {
    Branch branch = branch(wanted);
    GenerateInput.Builder input =
        GenerateInput.newBuilder().setPrompt(prompt(branch)).setSeed(branch.seed());
    if (wanted.samples().size() == branch.sampleCount()) {
      input.setSampleCount(branch.sampleCount());
    } else {
      input.addAllSampleIndices(wanted.samples());
    }
    if (branch.maxOutputTokens() > 0) {
      input.setMaxOutputTokens(branch.maxOutputTokens());
    }
    return input.build();
  }

  private Prompt prompt(Branch branch) {
    if (branch.continuation().isEmpty()) {
      return request.prompt();
    }
    return Prompt.newBuilder()
        .setTokenIds(
            TokenIds.newBuilder()
                .addAllIds(prompt.getTokenIdsList())
                .addAllIds(branch.continuation()))
        .build();
  }

  private Branch branch(Wanted wanted) {
    return request.branches().get(wanted.input());
  }
}
