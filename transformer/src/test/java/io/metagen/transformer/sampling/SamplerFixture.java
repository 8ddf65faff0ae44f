package io.metagen.transformer.sampling;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A sampler on the CPU and short ways to make its input. */
final class SamplerFixture implements AutoCloseable {

  /** The ways to sample; both work on CPUs. */
  enum Path {
    JAVA,
    TENSORS
  }

  final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  final Sampler sampler;

  SamplerFixture(Path path) {
    sampler =
        switch (path) {
          case JAVA -> Sampler.create(manager);
          case TENSORS -> new Sampler(new TensorSampling(manager));
        };
  }

  SampledTokens sample(float[][] logits, List<SamplingRow> rows) {
    try (NDManager scope = manager.newSubManager()) {
      return sampler.sample(scope, scope.create(logits), rows);
    }
  }

  /** The same rows of logits, each column's numbers side by side in memory. */
  SampledTokens sampleColumnwise(float[][] logits, List<SamplingRow> rows) {
    try (NDManager scope = manager.newSubManager()) {
      var columns = scope.create(logits).transpose().duplicate();
      columns = scope.create(columns.toFloatArray(), new Shape(logits[0].length, logits.length));
      return sampler.sample(scope, columns.transpose(), rows);
    }
  }

  /** The tokens of many rows that differ in their uniform number only. */
  int[] draws(float[] logits, SamplingRow row, double[] uniforms) {
    try (NDManager scope = manager.newSubManager()) {
      var repeated = scope.create(logits, new Shape(1, logits.length)).repeat(0, uniforms.length);
      List<SamplingRow> rows =
          java.util.Arrays.stream(uniforms).mapToObj(u -> withUniform(row, u)).toList();
      return sampler.sample(scope, repeated, rows).ids();
    }
  }

  double[] law(float[] logits, SamplingRow row) {
    return laws(new float[][] {logits}, List.of(row))[0];
  }

  double[][] laws(float[][] logits, List<SamplingRow> rows) {
    try (NDManager scope = manager.newSubManager()) {
      double[] flat = sampler.probabilities(scope, scope.create(logits), rows).toDoubleArray();
      double[][] laws = new double[rows.size()][flat.length / rows.size()];
      for (int i = 0; i < laws.length; i++) {
        System.arraycopy(flat, i * laws[i].length, laws[i], 0, laws[i].length);
      }
      return laws;
    }
  }

  static SamplingRow row(SamplingParams params) {
    return new SamplingRow(
        params,
        TokenCounts.of(new int[0], params),
        0.5,
        Set.of(),
        TokenMask.ALL,
        LogprobRequest.NONE);
  }

  static SamplingRow withUniform(SamplingRow r, double uniform) {
    return new SamplingRow(r.params(), r.counts(), uniform, r.endIds(), r.mask(), r.logprobs());
  }

  static SamplingRow withMask(SamplingRow r, TokenMask mask) {
    return new SamplingRow(r.params(), r.counts(), r.uniform(), r.endIds(), mask, r.logprobs());
  }

  static SamplingRow withLogprobs(SamplingRow r, LogprobRequest logprobs) {
    return new SamplingRow(r.params(), r.counts(), r.uniform(), r.endIds(), r.mask(), logprobs);
  }

  static TokenCounts counts(int[] prompt, int[] output, SamplingParams params) {
    TokenCounts counts = TokenCounts.of(prompt, params);
    for (int id : output) {
      counts.add(id);
    }
    return counts;
  }

  /** Random settings, each adapter on or off by a coin, with the row's history and mask. */
  static RandomRow randomRow(Random random, int vocabulary) {
    SamplingParams params =
        new SamplingParams(
            random.nextInt(5) == 0 ? 0 : 0.2f + 2 * random.nextFloat(),
            random.nextBoolean() ? 0 : 1 + random.nextInt(vocabulary + 3),
            random.nextBoolean() ? 1 : 0.05f + 0.95f * random.nextFloat(),
            random.nextBoolean() ? 0 : random.nextFloat() / 2,
            random.nextBoolean() ? 1 : 0.5f + 2 * random.nextFloat(),
            random.nextBoolean() ? 0 : 4 * random.nextFloat() - 2,
            random.nextBoolean() ? 0 : 4 * random.nextFloat() - 2,
            random.nextBoolean()
                ? Map.of()
                : Map.of(random.nextInt(vocabulary), 6 * random.nextFloat() - 3),
            random.nextInt(4));
    int[] prompt = random.ints(random.nextInt(20), 0, vocabulary).toArray();
    int[] output = random.ints(random.nextInt(6), 0, vocabulary).toArray();
    SamplingRow row =
        new SamplingRow(
            params,
            counts(prompt, output, params),
            random.nextDouble(),
            Set.of(random.nextInt(vocabulary)),
            randomMask(random, vocabulary),
            new LogprobRequest(
                random.nextBoolean(),
                random.nextInt(5),
                Collections.nCopies(random.nextInt(3), random.nextInt(vocabulary))));
    return new RandomRow(row, prompt, output);
  }

  private static TokenMask randomMask(Random random, int vocabulary) {
    return switch (random.nextInt(4)) {
      case 0 -> new TokenMask.Except(Set.of(random.nextInt(vocabulary)));
      case 1 ->
          new TokenMask.Only(Set.copyOf(random.ints(5, 0, vocabulary).distinct().boxed().toList()));
      default -> TokenMask.ALL;
    };
  }

  static float[] logits(Random random, int vocabulary) {
    float[] logits = new float[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }

  /** A row with the history its counts were made from. */
  // Test data, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record RandomRow(SamplingRow row, int[] prompt, int[] output) {}

  @Override
  public void close() {
    sampler.close();
    manager.close();
  }
}
