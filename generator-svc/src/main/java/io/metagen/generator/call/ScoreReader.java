package io.metagen.generator.call;

import io.metagen.error.ServiceException;
import io.metagen.error.Violations;
import io.metagen.generator.GeneratorConfig;
import io.metagen.generator.engine.PromptTokens;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.engine.StopRules;
import io.metagen.generator.model.ServedModel;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import io.metagen.v1.ScoreTokensRequest;
import java.util.List;
import java.util.stream.IntStream;

/** Reads ScoreTokens requests. */
final class ScoreReader {
  private static final int MAX_TOP = 20;
  private static final int MAX_IDS = 128;

  private final ServedModel model;
  private final GeneratorConfig config;
  private final PromptReader prompts;

  ScoreReader(ServedModel model, GeneratorConfig config) {
    this.model = model;
    this.config = config;
    this.prompts = new PromptReader(model);
  }

  /** What to score: the prompt with the wanted log-probabilities, and what follows it. */
  record Scoring(SampleSpec spec, List<int[]> continuations) {}

  Scoring read(ScoreTokensRequest request) {
    prompts.checkModel(request.getModel());
    check(request);
    PromptTokens prompt = prompts.read(request.getPrompt(), "prompt", request.getCacheSalt(), 1);
    List<int[]> continuations =
        IntStream.range(0, request.getContinuationsCount())
            .mapToObj(i -> continuation(request, i, prompt.length()))
            .toList();
    LogprobRequest logprobs =
        new LogprobRequest(true, request.getTopLogprobs(), request.getTokenIdsList());
    StopRules nowhere = StopRules.after(1);
    return new Scoring(
        new SampleSpec(0, 0, prompt, 0, SamplingParams.DEFAULT, logprobs, nowhere), continuations);
  }

  private int[] continuation(ScoreTokensRequest request, int index, int promptTokens) {
    int[] ids =
        prompts.ids(
            request.getContinuations(index).getIdsList(), "continuations[" + index + "].ids");
    prompts.checkLength(promptTokens, ids.length);
    return ids;
  }

  private void check(ScoreTokensRequest request) {
    int count = request.getContinuationsCount();
    Violations violations = new Violations();
    violations.check(
        count >= 1 && count <= config.maxInputsPerCall(),
        "continuations",
        "must have 1 to " + config.maxInputsPerCall() + " entries, has " + count);
    violations.check(
        request.getTopLogprobs() >= 0 && request.getTopLogprobs() <= MAX_TOP,
        "top_logprobs",
        "must be in [0, " + MAX_TOP + "], is " + request.getTopLogprobs());
    violations.check(
        request.getTokenIdsCount() <= MAX_IDS, "token_ids", "must have at most " + MAX_IDS);
    violations.throwIfAny();
    for (int i = 0; i < request.getTokenIdsCount(); i++) {
      if (!model.knows(request.getTokenIds(i))) {
        throw ServiceException.invalidField(
            "token_ids[" + i + "]", "must be in [0, " + model.config().vocabularySize() + ")");
      }
    }
  }
}
