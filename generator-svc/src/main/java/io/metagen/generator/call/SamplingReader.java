package io.metagen.generator.call;

import io.metagen.error.Violations;
import io.metagen.generator.model.ServedModel;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.v1.SamplingParams;
import java.util.List;
import java.util.Map;

/** Reads sampling parameters; what is absent comes from the model's defaults. */
final class SamplingReader {
  private static final int MAX_BIASES = 1024;
  private static final int MAX_LOGPROBS = 20;

  private final ServedModel model;

  SamplingReader(ServedModel model) {
    this.model = model;
  }

  /** Returns checked parameters. {@code minTokens} comes from the stop criteria. */
  io.metagen.transformer.sampling.SamplingParams read(
      SamplingParams given, int minTokens, Violations violations) {
    SamplingParams all = model.defaults().toBuilder().mergeFrom(given).build();
    check(all, violations);
    checkBiases(all.getLogitBiasMap(), violations);
    violations.throwIfAny();
    return new io.metagen.transformer.sampling.SamplingParams(
        all.getTemperature(),
        all.getTopK(),
        all.getTopP(),
        all.getMinP(),
        all.getRepetitionPenalty(),
        all.getPresencePenalty(),
        all.getFrequencyPenalty(),
        all.getLogitBiasMap(),
        minTokens);
  }

  /** Returns which log-probabilities a request wants. */
  static LogprobRequest logprobs(SamplingParams given) {
    return given.hasLogprobs()
        ? new LogprobRequest(true, given.getLogprobs(), List.of())
        : LogprobRequest.NONE;
  }

  private static void check(SamplingParams all, Violations violations) {
    range(violations, "temperature", all.getTemperature(), 0, 100);
    violations.check(all.getTopK() >= 0, "sampling.top_k", "must be at least 0");
    violations.check(
        all.getTopP() > 0 && all.getTopP() <= 1, "sampling.top_p", "must be in (0, 1]");
    range(violations, "min_p", all.getMinP(), 0, 1);
    violations.check(
        all.getRepetitionPenalty() > 0 && all.getRepetitionPenalty() <= 100,
        "sampling.repetition_penalty",
        "must be in (0, 100]");
    range(violations, "presence_penalty", all.getPresencePenalty(), -2, 2);
    range(violations, "frequency_penalty", all.getFrequencyPenalty(), -2, 2);
    range(violations, "logprobs", all.getLogprobs(), 0, MAX_LOGPROBS);
  }

  private void checkBiases(Map<Integer, Float> biases, Violations violations) {
    violations.check(
        biases.size() <= MAX_BIASES,
        "sampling.logit_bias",
        "must have at most " + MAX_BIASES + " entries");
    biases.forEach(
        (id, bias) -> {
          String path = "sampling.logit_bias[" + id + "]";
          violations.check(
              model.knows(id),
              path,
              "token id must be in [0, " + model.config().vocabularySize() + ")");
          violations.check(bias >= -100 && bias <= 100, path, "must be in [-100, 100]");
        });
  }

  /** NaN is in no range. */
  private static void range(
      Violations violations, String field, float value, int least, int greatest) {
    violations.check(
        value >= least && value <= greatest,
        "sampling." + field,
        "must be in [" + least + ", " + greatest + "], is " + value);
  }
}
