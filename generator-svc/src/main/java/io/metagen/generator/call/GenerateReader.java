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
import io.metagen.v1.GenerateInput;
import io.metagen.v1.GenerateRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Reads Generate requests into samples to draw, or refuses them naming every bad field. */
final class GenerateReader {
  private final ServedModel model;
  private final GeneratorConfig config;
  private final PromptReader prompts;
  private final RandomGenerator seeds;

  /** {@code seeds} gives the seed of an input that has none. */
  GenerateReader(ServedModel model, GeneratorConfig config, RandomGenerator seeds) {
    this.model = model;
    this.config = config;
    this.prompts = new PromptReader(model);
    this.seeds = seeds;
  }

  /** Returns the samples of all inputs, those of one input next to each other. */
  List<SampleSpec> read(GenerateRequest request) {
    prompts.checkModel(request.getModel());
    refuseUnimplemented(request);
    StopReader stops = new StopReader(model, config.defaultMaxOutputTokens(), request.getStop());
    Violations violations = new Violations();
    stops.check(violations);
    checkInputs(request.getInputsList(), violations);
    for (int i = 0; i < request.getInputsCount(); i++) {
      stops.checkInput(request.getInputs(i), "inputs[" + i + "]", violations);
    }
    SamplingParams sampling =
        new SamplingReader(model).read(request.getSampling(), stops.minTokens(), violations);
    List<SampleSpec> specs = new ArrayList<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      specs.addAll(samples(request, i, sampling, stops));
    }
    return specs;
  }

  private List<SampleSpec> samples(
      GenerateRequest request, int index, SamplingParams sampling, StopReader stops) {
    GenerateInput input = request.getInputs(index);
    PromptTokens prompt =
        prompts.read(
            input.getPrompt(),
            "inputs[" + index + "].prompt",
            request.getCacheSalt(),
            Math.max(1, stops.minTokens()));
    long seed = input.hasSeed() ? input.getSeed() : seeds.nextLong();
    StopRules rules = stops.rules(prompt.length(), input);
    LogprobRequest logprobs = SamplingReader.logprobs(request.getSampling());
    return indices(input).stream()
        .map(sample -> new SampleSpec(index, sample, prompt, seed, sampling, logprobs, rules))
        .toList();
  }

  private static void refuseUnimplemented(GenerateRequest request) {
    if (request.hasConstraint()) {
      throw ServiceException.notImplemented("constraint");
    }
    if (request.hasSpeculation()) {
      throw ServiceException.notImplemented("speculation");
    }
    if (!request.getLeaseId().isEmpty()) {
      throw ServiceException.notImplemented("lease_id");
    }
  }

  private void checkInputs(List<GenerateInput> inputs, Violations violations) {
    violations.check(
        !inputs.isEmpty() && inputs.size() <= config.maxInputsPerCall(),
        "inputs",
        "must have 1 to " + config.maxInputsPerCall() + " entries, has " + inputs.size());
    long samples = 0;
    for (int i = 0; i < inputs.size(); i++) {
      checkSamples(inputs.get(i), "inputs[" + i + "]", violations);
      samples += indexCount(inputs.get(i));
    }
    violations.check(
        samples <= config.maxSamplesPerCall(),
        "inputs",
        "must ask for at most " + config.maxSamplesPerCall() + " samples together");
  }

  private void checkSamples(GenerateInput input, String path, Violations violations) {
    int limit = config.maxSamplesPerCall();
    violations.check(
        !input.hasSampleCount() || (input.getSampleCount() >= 1 && input.getSampleCount() <= limit),
        path + ".sample_count",
        "must be in [1, " + limit + "], is " + input.getSampleCount());
    List<Integer> indices = input.getSampleIndicesList();
    violations.check(
        indices.isEmpty() || !input.hasSampleCount(),
        path + ".sample_indices",
        "must be empty where sample_count is set");
    violations.check(
        indices.stream().allMatch(index -> index >= 0)
            && new HashSet<>(indices).size() == indices.size(),
        path + ".sample_indices",
        "must be distinct and at least 0");
  }

  private static long indexCount(GenerateInput input) {
    int listed = input.getSampleIndicesCount();
    return listed > 0 ? listed : input.hasSampleCount() ? Math.max(0, input.getSampleCount()) : 1;
  }

  private static List<Integer> indices(GenerateInput input) {
    return input.getSampleIndicesCount() > 0
        ? input.getSampleIndicesList()
        : IntStream.range(0, (int) indexCount(input)).boxed().toList();
  }
}
