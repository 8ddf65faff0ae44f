package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.reference.ReferenceNetwork;
import io.metagen.transformer.reference.Rounding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The network's numbers against the reference, for every family. */
final class TransformerTest {
  private static final List<Options> ROUNDING =
      List.of(
          Options.cpu(Precision.BF16).with(KvOptions.of(KvType.F32)),
          Options.cpu(Precision.INT8).with(KvOptions.of(KvType.F32)),
          Options.cpu(Precision.F32).with(KvOptions.of(KvType.BF16)),
          Options.cpu(Precision.F32).with(KvOptions.of(KvType.INT8)));

  private static final int BLOCK_SIZE = 4;
  private static final int GREEDY_STEPS = 64;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_wholePrompt_agreesWithReference(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    checkWholePrompt(checkpoint, folder, 75);
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA_TIED", "MISTRAL_WINDOW", "QWEN2"})
  void forward_contextOfSeveralParts_agreesWithReference(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    checkWholePrompt(checkpoint, folder, 300);
  }

  @ParameterizedTest
  @EnumSource
  void forward_matrixThatIsReadInSlices_agreesWithReference(
      Precision precision, @TempDir Path folder) throws IOException {
    String json = Checkpoints.LLAMA.json().replace("\"vocab_size\": 101", "\"vocab_size\": 50001");
    RandomCheckpoint.write(folder, json, "BF16", 17);
    int[] tokens = {50_000, 21_845, 21_846, 43_691, 0};
    Rounding rounding =
        precision == Precision.F32 ? Rounding.NONE : Rounding.valueOf(precision.name());
    double[][] expected = ReferenceNetwork.read(folder, rounding, Rounding.NONE).logits(tokens);
    double tolerance = precision == Precision.F32 ? TOLERANCE : 0.02;
    Options options = Options.cpu(precision).with(KvOptions.of(KvType.F32));
    try (Transformer network = Transformer.load(folder, options);
        Stepper stepper = new Stepper(network, 2, BLOCK_SIZE)) {
      float[][] actual = stepper.all(new Row(tokens, 0, new int[] {0, 1}));
      assertThat(distance(found(actual), expected) / distance(expected, zeros(expected)))
          .isLessThan(tolerance);
    }
  }

  private static double[][] found(float[][] actual) {
    return Arrays.stream(actual).map(TransformerTest::doubles).toArray(double[][]::new);
  }

  private static double[][] zeros(double[][] shape) {
    return new double[shape.length][shape[0].length];
  }

  private static void checkWholePrompt(Checkpoints checkpoint, Path folder, int length)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
    int[] tokens = randomTokens(length);
    double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 80, BLOCK_SIZE)) {
      int[] scattered = IntStream.range(0, 80).map(i -> i * 7 % 80).toArray();
      float[][] actual = stepper.all(new Row(tokens, 0, scattered));
      for (int t = 0; t < length; t++) {
        assertAgree(actual[t], expected[t], "position " + t);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_greedySteps_chooseTheReferencesTokens(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 23);
    int prompt = 7;
    int[] tokens = Arrays.copyOf(randomTokens(prompt), prompt + GREEDY_STEPS);
    int[] blocks = IntStream.range(0, 20).toArray();
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 20, BLOCK_SIZE)) {
      int start = 0;
      for (int end = prompt; end < tokens.length; end++) {
        Row row = new Row(Arrays.copyOfRange(tokens, start, end), start, blocks);
        tokens[end] = argmax(stepper.answers(row)[0]);
        start = end;
      }
    }
    double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
    for (int t = prompt; t < tokens.length; t++) {
      assertThat(tokens[t]).as("token %d", t).isEqualTo(argmax(expected[t - 1]));
    }
  }

  /**
   * A sum in another order now and then rounds a factor the other way, and that goes on. So no
   * small constant bounds the distance to the reference with the same rounding; but it must be a
   * small part of what the rounding itself changes.
   */
  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_lowerPrecision_roundsAsTheReference(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
    int[] tokens = randomTokens(75);
    double[][] exact = ReferenceNetwork.read(folder).logits(tokens);
    for (Options options : ROUNDING) {
      double[][] rounded =
          ReferenceNetwork.read(
                  folder, rounding(options.precision()), rounding(options.kv().type()))
              .logits(tokens);
      try (Transformer network = Transformer.load(folder, options);
          Stepper stepper = new Stepper(network, 40, BLOCK_SIZE)) {
        float[][] actual = stepper.all(new Row(tokens, 0, IntStream.range(0, 40).toArray()));
        assertThat(distance(found(actual), rounded))
            .as("%s from the same rounding in double precision", options)
            .isLessThan(distance(rounded, exact) / 3);
      }
    }
  }

  private static Rounding rounding(Enum<?> type) {
    return type.name().equals("F32") ? Rounding.NONE : Rounding.valueOf(type.name());
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Root mean square of the differences. */
  private static double distance(double[][] a, double[][] b) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < a[t].length; i++) {
        sum += Math.pow(a[t][i] - b[t][i], 2);
      }
    }
    return Math.sqrt(sum / a.length / a[0].length);
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withValues")
  void values_rowsOfDifferentLengths_agreeWithReference(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 29);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 40, BLOCK_SIZE)) {
      int[] lengths = {1, 30, 9, 17};
      Row[] rows = new Row[lengths.length];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = new Row(randomTokens(lengths[r]), 0, IntStream.range(r * 8, r * 8 + 8).toArray());
      }
      float[][] actual = stepper.values(rows);
      for (int r = 0; r < rows.length; r++) {
        double[][] expected = ReferenceNetwork.read(folder).values(rows[r].tokens());
        assertAgree(actual[r], expected[lengths[r] - 1], "row " + r);
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> stepper.answers(rows))
          .withMessageContaining("language head");
    }
  }

  @Test
  void copyBlock_forkInsideABlock_branchesDoNotTouchEachOther(@TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA_TIED.json(), "F32", 31);
    int[] shared = randomTokens(6);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 4, BLOCK_SIZE)) {
      stepper.answers(new Row(shared, 0, new int[] {0, 1}));
      network.copyBlock(stepper.pool(), 1, 2);
      stepper.answers(
          new Row(new int[] {11}, 6, new int[] {0, 1}),
          new Row(new int[] {22}, 6, new int[] {0, 2}));
      float[][] branches =
          stepper.answers(
              new Row(new int[] {5}, 7, new int[] {0, 1}),
              new Row(new int[] {5}, 7, new int[] {0, 2}));
      for (int branch = 0; branch < 2; branch++) {
        int[] whole = Arrays.copyOf(shared, 8);
        whole[6] = branch == 0 ? 11 : 22;
        whole[7] = 5;
        double[][] expected = ReferenceNetwork.read(folder).logits(whole);
        assertAgree(branches[branch], expected[7], "branch " + branch);
      }
    }
  }

  @Test
  void forward_rowThatDoesNotFit_namesTheField(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA.json(), "F32", 1);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 200, BLOCK_SIZE)) {
      int[] blocks = IntStream.range(0, 200).toArray();
      assertRefused(stepper, new Row(new int[0], 0, blocks), "tokens");
      assertRefused(stepper, new Row(new int[] {Checkpoints.VOCABULARY}, 0, blocks), "tokens");
      assertRefused(stepper, new Row(new int[] {-1}, 0, blocks), "tokens");
      assertRefused(stepper, new Row(new int[] {1}, -1, blocks), "start");
      assertRefused(stepper, new Row(new int[] {1}, Integer.MAX_VALUE, blocks), "tokens");
      assertRefused(stepper, new Row(new int[] {1}, Checkpoints.MAX_POSITIONS, blocks), "tokens");
      assertRefused(stepper, new Row(new int[5], 0, new int[] {0}), "blocks");
      assertRefused(stepper, new Row(new int[1], 0, new int[] {200}), "blocks");
      assertRefused(stepper, new Row(new int[2], 0, blocks).answering(2), "answers");
      assertRefused(stepper, new Row(new int[2], 0, blocks).answering(-1), "answers");
      assertRefused(stepper, new Row(new int[2], 0, blocks).answering(1, 1), "answers");
      assertRefused(stepper, new Row(new int[2], 0, blocks).answering(1, 0), "answers");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.copyBlock(stepper.pool(), 0, 200))
          .withMessageContaining("block 200");
      assertThatIllegalStateException()
          .isThrownBy(() -> stepper.values(new Row(new int[1], 0, blocks)))
          .withMessageContaining("head of values");
    }
  }

  private static void assertRefused(Stepper stepper, Row row, String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stepper.answers(row))
        .withMessageStartingWith(field);
  }

  /** Every value within 1e-4 of the expected row's root mean square. */
  private static void assertAgree(float[] actual, double[] expected, String what) {
    double scale = Math.sqrt(Arrays.stream(expected).map(x -> x * x).average().orElseThrow());
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) / scale)
          .as("%s, value %d", what, i)
          .isLessThan(TOLERANCE);
    }
  }

  private static int[] randomTokens(int count) {
    return new Random(count).ints(count, 0, Checkpoints.VOCABULARY).toArray();
  }

  private static int argmax(double[] values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, i) -> values[i] > values[best] ? i : best);
  }

  private static int argmax(float[] values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, i) -> values[i] > values[best] ? i : best);
  }
}
