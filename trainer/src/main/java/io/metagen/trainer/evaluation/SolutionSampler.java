package io.metagen.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import io.metagen.transformer.sampling.SampledTokens;
import io.metagen.transformer.sampling.Sampler;
import io.metagen.transformer.sampling.SamplingParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples several solutions of several problems at once, or other texts behind other prompts; the
 * samples of one prompt share its full blocks. A sample depends on (seed, problem's number,
 * sample's number) alone. One thread owns it.
 */
final class SolutionSampler implements AutoCloseable {

  /** Sequences in flight. */
  static final int ROWS = 128;

  private static final int BLOCK = 16;
  private static final int BLOCKS_PER_ROW = 24;

  private final NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
  private final Transformer generator;
  private final KvPool pool;
  private final Sampler sampler;
  private final long seed;
  private final Ending ending;

  /** Loads a generator of solutions from a folder in the Hugging Face layout. */
  SolutionSampler(Path folder, Transformer.Options options, long seed) {
    this(folder, options, seed, Ending.OF_SOLUTIONS);
  }

  /** Loads a generator of texts that end otherwise. */
  SolutionSampler(Path folder, Transformer.Options options, long seed, Ending ending) {
    generator = Transformer.load(folder, options);
    pool = generator.newKvPool(2 * ROWS * BLOCKS_PER_ROW, BLOCK);
    sampler = Sampler.create(manager);
    this.seed = seed;
    this.ending = ending;
  }

  /** Problems that one call of {@link #sample} takes at most. */
  static int problemsAtOnce(int samples) {
    return Math.max(1, ROWS / samples);
  }

  /**
   * Returns {@code samples} solutions of each prompt, the prompts in their order.
   *
   * @param prompts token ids; at most {@link #problemsAtOnce} of them
   * @param first number of the first prompt, part of the random numbers' seed
   */
  List<List<Drawn>> sample(List<int[]> prompts, int samples, float temperature, int first) {
    Forks forks = new Forks(generator, pool);
    List<Sequence> sequences = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      List<Row> rows = prompts.stream().map(forks::prompt).toList();
      NDArray logits = generator.forward(scope, pool, rows);
      for (int i = 0; i < prompts.size(); i++) {
        for (int sample = 0; sample < samples; sample++) {
          sequences.add(sequence(rows.get(i), forks, temperature, first + i, sample));
        }
      }
      choose(scope, logits.repeat(0, samples), sequences);
    }
    decode(sequences);
    return IntStream.range(0, prompts.size())
        .mapToObj(i -> sequences.subList(i * samples, (i + 1) * samples))
        .map(group -> group.stream().map(Sequence::solution).toList())
        .toList();
  }

  private void decode(List<Sequence> sequences) {
    List<Sequence> running = sequences.stream().filter(s -> !s.finished()).toList();
    while (!running.isEmpty()) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray logits =
            generator.forward(scope, pool, running.stream().map(Sequence::row).toList());
        choose(scope, logits, running);
      }
      running = running.stream().filter(s -> !s.finished()).toList();
    }
  }

  private void choose(NDManager scope, NDArray logits, List<Sequence> sequences) {
    SampledTokens chosen =
        sampler.sample(scope, logits, sequences.stream().map(Sequence::samplingRow).toList());
    for (int i = 0; i < sequences.size(); i++) {
      sequences.get(i).add(chosen.ids()[i], chosen.logprobs()[i]);
    }
  }

  private Sequence sequence(Row prompt, Forks forks, float temperature, int problem, int sample) {
    SamplingParams params = SamplingParams.DEFAULT.withTemperature(temperature);
    long stream = seed * 1_000_003 + problem;
    Ending within = ending.within(generator.config().maxPositions() - prompt.tokens().length);
    return new Sequence(
        prompt.tokens(), forks.fork(prompt, within.longest()), params, stream, sample, within);
  }

  @Override
  public void close() {
    sampler.close();
    pool.close();
    generator.close();
    manager.close();
  }
}
