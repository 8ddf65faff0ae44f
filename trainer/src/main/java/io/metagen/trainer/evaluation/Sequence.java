package io.metagen.trainer.evaluation;

import io.metagen.transformer.Row;
import io.metagen.transformer.sampling.CounterRandom;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import io.metagen.transformer.sampling.SamplingRow;
import io.metagen.transformer.sampling.TokenCounts;
import io.metagen.transformer.sampling.TokenMask;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** One solution while it is being sampled: its tokens so far and its blocks in the pool. */
final class Sequence {

  private static final LogprobRequest CHOSEN = new LogprobRequest(true, 0, List.of());

  private final SamplingParams params;
  private final TokenCounts counts;
  private final long seed;
  private final int sample;
  private final Ending ending;
  private final int[] blocks;
  private final int promptLength;
  private int[] tokens;
  private float[] logprobs = new float[0];

  Sequence(
      int[] prompt, int[] blocks, SamplingParams params, long seed, int sample, Ending ending) {
    this.tokens = prompt;
    this.promptLength = prompt.length;
    this.blocks = blocks;
    this.params = params;
    this.counts = TokenCounts.of(prompt, params);
    this.seed = seed;
    this.sample = sample;
    this.ending = ending;
  }

  SamplingRow samplingRow() {
    double uniform = CounterRandom.uniform(seed, sample, tokens.length - promptLength);
    return new SamplingRow(params, counts, uniform, Set.of(Ending.END), TokenMask.ALL, CHOSEN);
  }

  /** The last token, whose keys and values are not in the pool yet. */
  Row row() {
    int last = tokens.length - 1;
    return new Row(new int[] {tokens[last]}, last, blocks);
  }

  void add(int id, float logprob) {
    tokens = Arrays.copyOf(tokens, tokens.length + 1);
    tokens[tokens.length - 1] = id;
    logprobs = Arrays.copyOf(logprobs, logprobs.length + 1);
    logprobs[logprobs.length - 1] = logprob;
    counts.add(id);
  }

  boolean finished() {
    return ending.reached(tokens, promptLength);
  }

  /** What was drawn so far. */
  Drawn solution() {
    return new Drawn(Arrays.copyOfRange(tokens, promptLength, tokens.length), logprobs);
  }
}
