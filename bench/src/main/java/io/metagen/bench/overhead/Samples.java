package io.metagen.bench.overhead;

import io.metagen.generator.engine.PromptTokens;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.generator.engine.StopRules;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What the measured samples ask for. */
public enum Samples {
  /** The model's own distribution and nothing else. */
  PLAIN,
  /**
   * Temperature, top-k, top-p, a stop string that does not come, and each token's log-probability.
   */
  FULL;

  /** Returns the name in options and reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  SamplingParams sampling() {
    return switch (this) {
      case PLAIN -> SamplingParams.DEFAULT;
      case FULL -> new SamplingParams(0.8f, 50, 0.95f, 0, 1, 0, 0, Map.of(), 0);
    };
  }

  LogprobRequest logprobs() {
    return switch (this) {
      case PLAIN -> LogprobRequest.NONE;
      case FULL -> new LogprobRequest(true, 0, List.of());
    };
  }

  List<String> stops() {
    return switch (this) {
      case PLAIN -> List.of();
      case FULL -> List.of("no such text");
    };
  }

  /** Returns samples of one prompt, each with so many tokens. */
  public List<SampleSpec> specs(int[] prompt, int count, int maxTokens) {
    PromptTokens tokens = new PromptTokens("", prompt);
    StopRules stop = new StopRules(maxTokens, Set.of(), stops(), false, List.of(), 0);
    return IntStream.range(0, count)
        .mapToObj(i -> new SampleSpec(0, i, tokens, 1, sampling(), logprobs(), stop))
        .toList();
  }

  /** Returns a prompt of random tokens. */
  public static int[] prompt(int length, int vocabulary, long seed) {
    return new Random(seed).ints(length, 0, vocabulary).toArray();
  }
}
