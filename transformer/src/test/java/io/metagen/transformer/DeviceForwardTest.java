package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import org.junit.jupiter.params.provider.MethodSource;

/** {@code device.py}, run on the CPU, against the reference and the kernels for CPUs. */
final class DeviceForwardTest {
  private static final int BLOCK_SIZE = 4;
  private static final int BLOCKS = 40;
  private static final double TOLERANCE = 1e-4;
  private static final Options F32 = Options.cpu(Precision.F32);

  /** Types of products and of keys and values, and how often what they cost may be added. */
  private record Rounded(Precision precision, KvType kv, double share) {}

  /** With bf16 keys and values the attention rounds queries and weights too, the reference not. */
  private static final List<Rounded> ROUNDED =
      List.of(
          new Rounded(Precision.BF16, KvType.F32, 0.34),
          new Rounded(Precision.F32, KvType.BF16, 2),
          new Rounded(Precision.BF16, KvType.BF16, 2));

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_wholePrompt_agreesWithReference(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    int[] tokens = write(checkpoint, folder, 75);
    double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
    try (Transformer network = load(folder, F32);
        Stepper stepper = new Stepper(network, BLOCKS, BLOCK_SIZE)) {
      int[] scattered = IntStream.range(0, BLOCKS).map(i -> i * 7 % BLOCKS).toArray();
      float[][] actual = stepper.all(new Row(tokens, 0, scattered));
      for (int t = 0; t < tokens.length; t++) {
        assertAgree(actual[t], expected[t], "position " + t);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_rowsThatDecodeAndPrefill_agreeWithReferenceInTheirOrder(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    int[] tokens = write(checkpoint, folder, 32);
    double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
    try (Transformer network = load(folder, F32);
        Stepper stepper = new Stepper(network, BLOCKS, BLOCK_SIZE)) {
      int[] starts = {9, 5, 30, 0};
      int[] ends = {12, 6, 31, 25};
      Row[] rows = new Row[starts.length];
      for (int r = 0; r < rows.length; r++) {
        int[] blocks = IntStream.range(r * 8, r * 8 + 8).toArray();
        if (starts[r] > 0) {
          stepper.answers(new Row(Arrays.copyOf(tokens, starts[r]), 0, blocks));
        }
        rows[r] = new Row(Arrays.copyOfRange(tokens, starts[r], ends[r]), starts[r], blocks);
      }
      float[][] every = stepper.all(rows);
      float[][] last = stepper.answers(rows);
      int next = 0;
      for (int r = 0; r < rows.length; r++) {
        for (int t = starts[r]; t < ends[r]; t++) {
          assertAgree(every[next++], expected[t], "row " + r + ", position " + t);
        }
        assertAgree(last[r], expected[ends[r] - 1], "row " + r);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_greedySteps_chooseTheTokensOfTheKernels(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    int[] prompt = write(checkpoint, folder, 7);
    try (Transformer device = load(folder, F32);
        Transformer kernels = Transformer.load(folder, F32)) {
      assertThat(greedy(device, prompt)).isEqualTo(greedy(kernels, prompt));
    }
  }

  private static int[] greedy(Transformer network, int[] prompt) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + 64);
    int[] blocks = IntStream.range(0, BLOCKS).toArray();
    try (Stepper stepper = new Stepper(network, BLOCKS, BLOCK_SIZE)) {
      int start = 0;
      for (int end = prompt.length; end < tokens.length; end++) {
        float[] logits =
            stepper.answers(new Row(Arrays.copyOfRange(tokens, start, end), start, blocks))[0];
        tokens[end] =
            IntStream.range(0, logits.length)
                .reduce((a, b) -> logits[a] >= logits[b] ? a : b)
                .orElseThrow();
        start = end;
      }
    }
    return tokens;
  }

  /** As in {@link TransformerTest}: a small part of what the rounding itself changes. */
  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forward_bf16_staysNearTheReferenceWithTheSameRounding(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    int[] tokens = write(checkpoint, folder, 75);
    double[][] exact = ReferenceNetwork.read(folder).logits(tokens);
    for (Rounded types : ROUNDED) {
      double[][] rounded =
          ReferenceNetwork.read(
                  folder,
                  types.precision() == Precision.BF16 ? Rounding.BF16_RESULTS : Rounding.NONE,
                  types.kv() == KvType.BF16 ? Rounding.BF16_RESULTS : Rounding.NONE)
              .logits(tokens);
      Options options = Options.cpu(types.precision()).with(KvOptions.of(types.kv()));
      try (Transformer network = load(folder, options);
          Stepper stepper = new Stepper(network, BLOCKS, BLOCK_SIZE)) {
        float[][] actual = stepper.all(new Row(tokens, 0, IntStream.range(0, BLOCKS).toArray()));
        assertThat(distance(actual, rounded) / distance(rounded, exact))
            .as("%s: distance to the same rounding over its cost", types)
            .isLessThan(types.share());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withValues")
  void values_rowsOfDifferentLengths_agreeWithReference(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    int[] tokens = write(checkpoint, folder, 30);
    double[][] expected = ReferenceNetwork.read(folder).values(tokens);
    try (Transformer network = load(folder, F32);
        Stepper stepper = new Stepper(network, BLOCKS, BLOCK_SIZE)) {
      int[] lengths = {9, 1, 30, 17};
      Row[] rows = new Row[lengths.length];
      for (int r = 0; r < rows.length; r++) {
        int[] blocks = IntStream.range(r * 8, r * 8 + 8).toArray();
        rows[r] = new Row(Arrays.copyOf(tokens, lengths[r]), 0, blocks);
      }
      float[][] actual = stepper.values(rows);
      for (int r = 0; r < rows.length; r++) {
        assertAgree(actual[r], expected[lengths[r] - 1], "row " + r);
      }
    }
  }

  @Test
  void copyBlock_forkInsideABlock_branchesDoNotTouchEachOther(@TempDir Path folder)
      throws IOException {
    int[] tokens = write(Checkpoints.LLAMA_TIED, folder, 8);
    try (Transformer network = load(folder, F32);
        Stepper stepper = new Stepper(network, 4, BLOCK_SIZE)) {
      stepper.answers(new Row(Arrays.copyOf(tokens, 6), 0, new int[] {0, 1}));
      network.copyBlock(stepper.pool(), 1, 2);
      int[] last = {tokens[7]};
      stepper.answers(
          new Row(new int[] {11}, 6, new int[] {0, 1}),
          new Row(new int[] {22}, 6, new int[] {0, 2}));
      float[][] branches =
          stepper.answers(new Row(last, 7, new int[] {0, 1}), new Row(last, 7, new int[] {0, 2}));
      for (int branch = 0; branch < 2; branch++) {
        tokens[6] = branch == 0 ? 11 : 22;
        double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
        assertAgree(branches[branch], expected[7], "branch " + branch);
      }
    }
  }

  @Test
  void pool_ofAnotherPathOrInt8_isRefused(@TempDir Path folder) throws IOException {
    int[] tokens = write(Checkpoints.LLAMA, folder, 3);
    Options int8 = Options.cpu(Precision.F32).with(KvOptions.of(KvType.INT8));
    try (Transformer device = load(folder, F32);
        Transformer kernels = Transformer.load(folder, F32);
        Transformer small = load(folder, int8);
        KvPool ours = device.newKvPool(2, BLOCK_SIZE);
        KvPool theirs = kernels.newKvPool(2, BLOCK_SIZE)) {
      assertThat(ours.bytes()).isEqualTo(theirs.bytes());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> device.copyBlock(theirs, 0, 1))
          .withMessageContaining("pool");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> kernels.copyBlock(ours, 0, 1))
          .withMessageContaining("pool");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> small.newKvPool(2, BLOCK_SIZE))
          .withMessageStartingWith("kv: int8");
      assertThat(tokens).hasSize(3);
    }
  }

  private static Transformer load(Path folder, Options options) {
    return Transformer.load(folder, options, LoadListener.NONE, DeviceForward::new);
  }

  private static int[] write(Checkpoints checkpoint, Path folder, int tokens) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
    return new Random(5).ints(tokens, 0, Checkpoints.VOCABULARY).toArray();
  }

  /** Every value within 1e-4 of the expected row's root mean square. */
  private static void assertAgree(float[] actual, double[] expected, String what) {
    double scale = Math.sqrt(Arrays.stream(expected).map(x -> x * x).average().orElseThrow());
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) / scale)
          .as("%s, value %d: %s for %s", what, i, actual[i], expected[i])
          .isLessThan(TOLERANCE);
    }
  }

  private static double distance(float[][] a, double[][] b) {
    return distance(
        Arrays.stream(a)
            .map(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray())
            .toArray(double[][]::new),
        b);
  }

  /** Root of the sum of the squared differences. */
  private static double distance(double[][] a, double[][] b) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < a[t].length; i++) {
        sum += Math.pow(a[t][i] - b[t][i], 2);
      }
    }
    return Math.sqrt(sum);
  }
}
