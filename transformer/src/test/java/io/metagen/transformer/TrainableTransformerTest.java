package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.reference.ReferenceNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TrainableTransformerTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1, 0, 1);
  private static final int ROWS = 3;
  private static final int LENGTH = 12;
  private static final int TRUNK = 5;
  private static final int BRANCH = 6;

  private final int[][] tokens = randomRows();
  private final float[][] mask = {mask(3, 9), mask(1, 12), mask(7, 8)};

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void loss_masked_isTheReferencesCrossEntropy(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 41);
    ReferenceNetwork reference = ReferenceNetwork.read(folder);
    double sum = 0;
    int count = 0;
    for (int r = 0; r < ROWS; r++) {
      double[][] logits = reference.logits(tokens[r]);
      for (int t = 1; t < LENGTH; t++) {
        if (mask[r][t] != 0) {
          sum -= logSoftmax(logits[t - 1], tokens[r][t]);
          count++;
        }
      }
    }
    try (TrainableTransformer network = TrainableTransformer.load(folder);
        NDManager scope = network.manager().newSubManager()) {
      assertThat((double) loss(network, scope).getFloat()).isCloseTo(sum / count, within(1e-4));
    }
  }

  @Test
  void loss_rowsLongerThanTheWindow_refused(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.MISTRAL_WINDOW.json(), "F32", 41);
    try (TrainableTransformer network = TrainableTransformer.load(folder);
        NDManager scope = network.manager().newSubManager()) {
      NDArray longer = scope.zeros(new Shape(1, 13), DataType.INT64);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.loss(scope, TokenRows.plain(longer), longer))
          .withMessageContaining("sliding window 11");
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withOneValue")
  void valueLoss_masked_isTheReferencesCrossEntropy(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 43);
    ReferenceNetwork reference = ReferenceNetwork.read(folder);
    float[][] labels = new float[ROWS][LENGTH];
    double sum = 0;
    int count = 0;
    for (int r = 0; r < ROWS; r++) {
      double[][] scores = reference.values(tokens[r]);
      for (int t = 0; t < LENGTH; t++) {
        if (mask[r][t] == 0) {
          labels[r][t] = Float.NaN;
        } else {
          labels[r][t] = (r + t) % 3 == 0 ? 1 : 0;
          double signed = labels[r][t] == 1 ? scores[t][0] : -scores[t][0];
          sum += Math.log1p(Math.exp(-signed));
          count++;
        }
      }
    }
    try (TrainableTransformer network = TrainableTransformer.load(folder);
        NDManager scope = network.manager().newSubManager()) {
      NDArray loss = network.valueLoss(scope, rows(scope, LENGTH), scope.create(labels));
      assertThat((double) loss.getFloat()).isCloseTo(sum / count, within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withOneValue")
  void pairLoss_branches_isTheReferencesOfEachBranchAlone(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 43);
    ReferenceNetwork reference = ReferenceNetwork.read(folder);
    double better = reference.values(sequence(1))[TRUNK + BRANCH - 1][0];
    double worse = reference.values(sequence(2))[TRUNK + BRANCH - 1][0];
    try (TrainableTransformer network = TrainableTransformer.load(folder);
        NDManager scope = network.manager().newSubManager()) {
      long first = TRUNK + BRANCH - 1;
      NDArray loss =
          network.pairLoss(
              scope,
              branched(scope),
              scope.create(new long[] {first}),
              scope.create(new long[] {first + BRANCH}));
      assertThat((double) loss.getFloat())
          .isCloseTo(Math.log1p(Math.exp(worse - better)), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void distilledLoss_branches_isTheReferencesAgainstTheTeachersDistributions(
      Checkpoints checkpoint, @TempDir Path folder, @TempDir Path other) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 43);
    RandomCheckpoint.write(other, checkpoint.json(), checkpoint.dtype(), 44);
    double expected = 0;
    for (int branch = 1; branch <= 2; branch++) {
      int[] sequence = sequence(branch);
      double[] student = ReferenceNetwork.read(folder).logits(sequence)[TRUNK + 4];
      double[] teacher = ReferenceNetwork.read(other).logits(sequence)[TRUNK + 4];
      for (int id = 0; id < student.length; id++) {
        expected -= Math.exp(logSoftmax(teacher, id)) * logSoftmax(student, id) / 2;
      }
    }
    try (TrainableTransformer network = TrainableTransformer.load(folder);
        TrainableTransformer teacher = TrainableTransformer.load(other);
        NDManager scope = network.manager().newSubManager()) {
      teacher.freeze();
      TokenRows rows = branched(scope);
      long[] aims = new long[TRUNK + 2 * BRANCH];
      Arrays.fill(aims, -1);
      aims[TRUNK + 4] = 0;
      aims[TRUNK + BRANCH + 4] = 0;
      NDArray targets = scope.create(aims, new Shape(1, aims.length));
      NDArray loss =
          network.distilledLoss(scope, rows, targets, teacher.logits(scope, rows, targets));
      assertThat((double) loss.getFloat()).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void multiplyIn_bf16_roundsTheLossAndKeepsItsGradients() {
    try (TrainableTransformer network = TrainableTransformer.random(config(), 5);
        NDManager scope = network.manager().newSubManager()) {
      float exact = loss(network, scope).getFloat();
      Map<String, double[]> wanted = backward(network);
      network
          .weights()
          .tensors()
          .forEach(tensor -> tensor.getGradient().subi(tensor.getGradient()));
      network.multiplyIn(Precision.BF16);
      float rounded = loss(network, scope).getFloat();
      assertThat(rounded).isNotEqualTo(exact).isCloseTo(exact, within(0.02f));
      Map<String, double[]> gradients = backward(network);
      wanted.forEach(
          (name, exactly) ->
              assertThat(difference(gradients.getOrDefault(name, new double[0]), exactly))
                  .as(name)
                  .isLessThan(0.05 * norm(wanted)));
    }
  }

  /** One row whose trunk, from the first sequence, two branches share, from the other two. */
  private TokenRows branched(NDManager scope) {
    int length = TRUNK + 2 * BRANCH;
    long[][] row = new long[3][length];
    for (int i = 0; i < length; i++) {
      int branch = i < TRUNK ? 0 : 1 + (i - TRUNK) / BRANCH;
      int at = i < TRUNK ? i : (i - TRUNK) % BRANCH;
      row[0][i] = tokens[branch][at];
      row[1][i] = i < TRUNK ? i : TRUNK + at;
      row[2][i] = branch;
    }
    Shape shape = new Shape(1, length);
    return new TokenRows(
        scope.create(row[0], shape), scope.create(row[1], shape), scope.create(row[2], shape));
  }

  /** The trunk and one of its branches. */
  private int[] sequence(int branch) {
    int[] sequence = Arrays.copyOf(tokens[0], TRUNK + BRANCH);
    System.arraycopy(tokens[branch], 0, sequence, TRUNK, BRANCH);
    return sequence;
  }

  @Test
  void step_ofAdamW_followsThePublishedAlgorithm() {
    try (TrainableTransformer network = TrainableTransformer.random(config(), 5);
        AdamW optimizer = AdamW.fresh(network, SETTINGS)) {
      Map<String, double[]> weights = values(network);
      Map<String, double[]> means = new TreeMap<>();
      Map<String, double[]> squares = new TreeMap<>();
      for (int step = 1; step <= 3; step++) {
        Map<String, double[]> gradients = backward(network);
        float norm = optimizer.step(0.01);
        assertThat((double) norm).isCloseTo(norm(gradients), within(1e-4));
        for (Map.Entry<String, double[]> entry : weights.entrySet()) {
          String name = entry.getKey();
          int size = entry.getValue().length;
          update(
              entry.getValue(),
              gradients.getOrDefault(name, new double[size]),
              means.computeIfAbsent(name, _ -> new double[size]),
              squares.computeIfAbsent(name, _ -> new double[size]),
              step,
              Math.min(1, 1 / norm(gradients)),
              !name.contains("norm"));
        }
        Map<String, double[]> trained = values(network);
        weights.forEach(
            (name, wanted) ->
                assertThat(difference(trained.getOrDefault(name, new double[0]), wanted))
                    .as(name)
                    .isLessThan(2e-5));
      }
    }
  }

  private static double difference(double[] actual, double[] expected) {
    return IntStream.range(0, expected.length)
        .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
        .max()
        .orElseThrow();
  }

  /** Algorithm 2 of Loshchilov and Hutter 2019, in doubles. */
  private static void update(
      double[] weight,
      double[] gradient,
      double[] mean,
      double[] square,
      int step,
      double shrink,
      boolean decays) {
    for (int i = 0; i < weight.length; i++) {
      double g = gradient[i] * shrink;
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.95 * square[i] + 0.05 * g * g;
      double corrected = mean[i] / (1 - Math.pow(0.9, step));
      double root = Math.sqrt(square[i] / (1 - Math.pow(0.95, step)));
      weight[i] -= 0.01 * (corrected / (root + 1e-8) + (decays ? 0.1 * weight[i] : 0));
    }
  }

  @Test
  void load_afterSave_continuesAsIfNothingHadHappened(@TempDir Path folder) {
    Path state = folder.resolve("optimizer.safetensors");
    try (TrainableTransformer network = TrainableTransformer.random(config(), 5);
        AdamW optimizer = AdamW.fresh(network, SETTINGS)) {
      train(network, optimizer, 3);
      network.save(folder, SafetensorsDtype.F32);
      optimizer.save(state);
      train(network, optimizer, 3);
      try (TrainableTransformer again = TrainableTransformer.load(folder);
          AdamW resumed = AdamW.load(again, SETTINGS, state)) {
        assertThat(resumed.steps()).isEqualTo(3);
        train(again, resumed, 3);
        values(network)
            .forEach((name, wanted) -> assertThat(values(again).get(name)).isEqualTo(wanted));
      }
    }
  }

  @Test
  void save_bf16_roundsToNearestAndServes(@TempDir Path folder) throws IOException {
    try (TrainableTransformer network = TrainableTransformer.random(config(), 9)) {
      network.save(folder, SafetensorsDtype.BF16);
      try (TrainableTransformer again = TrainableTransformer.load(folder)) {
        assertThat(again.config()).isEqualTo(network.config());
        values(network)
            .forEach(
                (name, exact) -> {
                  double[] rounded = values(again).getOrDefault(name, new double[0]);
                  for (int i = 0; i < exact.length; i++) {
                    assertThat(Math.abs(rounded[i] - exact[i]))
                        .isLessThanOrEqualTo(Math.abs(exact[i]) / 256);
                  }
                });
      }
    }
    assertThat(Files.size(folder.resolve("model.safetensors"))).isLessThan(200_000);
    try (Transformer served = Transformer.load(folder, Transformer.Options.cpu(Precision.F32))) {
      assertThat(served.config().parameters()).isEqualTo(config().parameters());
    }
  }

  @Test
  void loadBackbone_generatorsFolder_keepsItsWeightsUnderAFreshHead(@TempDir Path folder) {
    try (TrainableTransformer generator = TrainableTransformer.random(config(), 9)) {
      generator.save(folder, SafetensorsDtype.F32);
      try (TrainableTransformer scorer = TrainableTransformer.loadBackbone(folder, 0, 1)) {
        assertThat(scorer.config().architecture()).isEqualTo("LlamaForSequenceClassification");
        assertThat(scorer.parameters()).containsKey("score.weight");
        values(generator)
            .forEach((name, wanted) -> assertThat(values(scorer).get(name)).isEqualTo(wanted));
      }
    }
  }

  @Test
  void loadBackbone_notLlama_refuses(@TempDir Path folder) {
    try (TrainableTransformer generator = TrainableTransformer.random(config(Family.QWEN2), 9)) {
      generator.save(folder, SafetensorsDtype.F32);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TrainableTransformer.loadBackbone(folder, 2, 1))
          .withMessageContaining("moreLayers");
    }
  }

  @Test
  void loadDeeper_freshLayers_changeNothingUntilTheyLearn(@TempDir Path folder) {
    try (TrainableTransformer network = TrainableTransformer.random(config(), 9)) {
      network.save(folder, SafetensorsDtype.F32);
      try (TrainableTransformer deeper = TrainableTransformer.loadDeeper(folder, 2, 1);
          NDManager scope = network.manager().newSubManager();
          AdamW optimizer = AdamW.fresh(deeper, SETTINGS)) {
        assertThat(deeper.config()).isEqualTo(network.config().withMoreLayers(2));
        float before = loss(network, scope).getFloat();
        assertThat(loss(deeper, scope).getFloat()).isEqualTo(before);
        Map<String, double[]> fresh = values(deeper);
        train(deeper, optimizer, 3);
        assertThat(loss(deeper, scope).getFloat()).isLessThan(before);
        assertThat(values(deeper).get("model.layers.3.self_attn.o_proj.weight"))
            .isNotEqualTo(fresh.get("model.layers.3.self_attn.o_proj.weight"));
      }
    }
  }

  @Test
  void step_lowerLayersAtRateZero_onlyTheOthersLearn() {
    AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1, 1, 0);
    try (TrainableTransformer network = TrainableTransformer.random(config(), 5);
        AdamW optimizer = AdamW.fresh(network, settings)) {
      Map<String, double[]> before = values(network);
      train(network, optimizer, 2);
      values(network)
          .forEach(
              (name, now) -> {
                boolean lower =
                    name.equals("model.embed_tokens.weight") || name.startsWith("model.layers.0.");
                assertThat(Arrays.equals(now, before.get(name))).as(name).isEqualTo(lower);
              });
    }
  }

  private void train(TrainableTransformer network, AdamW optimizer, int steps) {
    for (int step = 0; step < steps; step++) {
      backward(network);
      optimizer.step(0.01);
    }
  }

  /** Returns the gradients by the name of a packed tensor's parts. */
  private Map<String, double[]> backward(TrainableTransformer network) {
    try (NDManager scope = network.manager().newSubManager();
        GradientCollector collector = scope.getEngine().newGradientCollector()) {
      collector.backward(loss(network, scope));
    }
    Weights weights = network.weights();
    return byName(weights, new Weights(weights.layout(), gradients(weights)));
  }

  private static List<NDArray> gradients(Weights weights) {
    return weights.tensors().stream().map(NDArray::getGradient).toList();
  }

  private static Map<String, double[]> byName(Weights weights, Weights gradients) {
    assertThat(gradients.tensors()).hasSameSizeAs(weights.tensors());
    return doubles(gradients.byName());
  }

  private static Map<String, double[]> values(TrainableTransformer network) {
    return doubles(network.parameters());
  }

  private static Map<String, double[]> doubles(Map<String, NDArray> tensors) {
    Map<String, double[]> values = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          float[] floats = tensor.toFloatArray();
          double[] copy = new double[floats.length];
          Arrays.setAll(copy, i -> floats[i]);
          values.put(name, copy);
          tensor.close();
        });
    return values;
  }

  private static double norm(Map<String, double[]> gradients) {
    return Math.sqrt(
        gradients.values().stream().flatMapToDouble(Arrays::stream).map(g -> g * g).sum());
  }

  private NDArray loss(TrainableTransformer network, NDManager scope) {
    return network.loss(scope, rows(scope, LENGTH - 1), targets(scope));
  }

  private TokenRows rows(NDManager scope, int length) {
    long[] flat =
        Arrays.stream(tokens)
            .flatMapToInt(row -> Arrays.stream(row, 0, length))
            .asLongStream()
            .toArray();
    return TokenRows.plain(scope.create(flat, new Shape(ROWS, length)));
  }

  /** The next token where it is masked. */
  private NDArray targets(NDManager scope) {
    long[][] targets = new long[ROWS][LENGTH - 1];
    for (int r = 0; r < ROWS; r++) {
      for (int t = 1; t < LENGTH; t++) {
        targets[r][t - 1] = mask[r][t] == 0 ? -1 : tokens[r][t];
      }
    }
    long[] flat = Arrays.stream(targets).flatMapToLong(Arrays::stream).toArray();
    return scope.create(flat, new Shape(ROWS, LENGTH - 1));
  }

  private static double logSoftmax(double[] logits, int chosen) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(x -> Math.exp(x - max)).sum();
    return logits[chosen] - max - Math.log(sum);
  }

  private static float[] mask(int from, int to) {
    float[] mask = new float[LENGTH];
    Arrays.fill(mask, from, to, 1);
    return mask;
  }

  private static int[][] randomRows() {
    Random random = new Random(2);
    int[][] rows = new int[ROWS][];
    Arrays.setAll(rows, _ -> random.ints(LENGTH, 0, Checkpoints.VOCABULARY).toArray());
    return rows;
  }

  private static ModelConfig config() {
    return config(Family.LLAMA);
  }

  private static ModelConfig config(Family family) {
    return new ModelConfig(
        family.architecture(Head.LANGUAGE),
        family,
        32,
        2,
        4,
        2,
        8,
        48,
        Checkpoints.VOCABULARY,
        64,
        1e-5f,
        10_000,
        new RopeScaling.None(),
        true,
        family == Family.QWEN2,
        false,
        0,
        Head.LANGUAGE);
  }
}
