package io.metagen.generator.engine;

import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import java.util.List;
import java.util.stream.IntStream;

/** Samples to draw in tests. */
final class Specs {
  private Specs() {}

  /** The first samples of one prompt. */
  static List<SampleSpec> samples(int count, int maxTokens, int... prompt) {
    return IntStream.range(0, count)
        .mapToObj(i -> sample(0, i, StopRules.after(maxTokens), prompt))
        .toList();
  }

  static SampleSpec sample(int input, int index, StopRules stop, int... prompt) {
    return new SampleSpec(
        input,
        index,
        new PromptTokens("", prompt),
        42,
        SamplingParams.DEFAULT,
        LogprobRequest.NONE,
        stop);
  }

  /** A prompt of so many tokens that depends on the seed. */
  static int[] prompt(int length, int seed) {
    return IntStream.range(0, length)
        .map(i -> (seed * 31 + i * 7) % FakeTokenModel.VOCABULARY)
        .toArray();
  }
}
