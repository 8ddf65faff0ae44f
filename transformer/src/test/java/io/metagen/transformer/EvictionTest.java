package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.cache.BlockBudget;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.kernel.Masses;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.reference.ReferenceNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of sequences that gave blocks up, and the attention that their blocks got. */
final class EvictionTest {
  private static final int BLOCK_SIZE = 4;
  private static final int LENGTH = 84;
  private static final double TOLERANCE = 1e-4;

  /** Blocks that are not seen from a position on: position, then blocks. */
  private static final List<int[]> GONE =
      List.of(new int[] {40, 1, 4, 5}, new int[] {56, 3, 9, 2}, new int[] {72, 7});

  static Stream<Checkpoints> families() {
    return Checkpoints.withLogits().filter(c -> c != Checkpoints.MISTRAL_WINDOW);
  }

  private static boolean sees(int position, int other) {
    return GONE.stream()
        .noneMatch(
            gone ->
                position >= gone[0]
                    && Arrays.stream(gone).skip(1).anyMatch(b -> b == other / BLOCK_SIZE));
  }

  @ParameterizedTest
  @MethodSource("families")
  void forward_blocksGivenUp_agreesWithReferenceThatDoesNotSeeThem(
      Checkpoints checkpoint, @TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
    int[] tokens = tokens();
    ReferenceNetwork reference = ReferenceNetwork.read(folder).seeing(EvictionTest::sees);
    double[][] expected = reference.logits(tokens);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, LENGTH, BLOCK_SIZE)) {
      int heads = network.config().heads();
      for (int from = 0; from < LENGTH; from += 8) {
        Row row = row(tokens, from, Math.min(from + 8, LENGTH), heads);
        float[][] logits = stepper.all(row);
        for (int t = 0; t < logits.length; t++) {
          assertAgree(logits[t], expected[from + t], "position " + (from + t));
          assertMasses(row, t, reference.attended()[from + t]);
        }
      }
    }
  }

  @Test
  void forward_massesAnyChunkingAndCompany_sameBits(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA_TIED.json(), "F32", 3);
    int[] tokens = tokens();
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, LENGTH, BLOCK_SIZE)) {
      int heads = network.config().heads();
      Row whole = row(tokens, 0, 40, heads);
      stepper.answers(whole);
      for (int chunk : new int[] {1, 3, 7, 33}) {
        for (int from = 0; from < 40; from += chunk) {
          Row part = row(tokens, from, Math.min(from + chunk, 40), heads);
          stepper.answers(new Row(tokens, 0, IntStream.range(40, 61).toArray()), part);
          for (int t = 0; t < part.tokens().length; t++) {
            assertThat(given(part, t)).as("chunks of %d", chunk).isEqualTo(given(whole, from + t));
          }
        }
      }
    }
  }

  @Test
  void forward_masses_changeNoLogit(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.QWEN2.json(), "F32", 3);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, LENGTH, BLOCK_SIZE)) {
      Row measured = row(tokens(), 0, 40, network.config().heads());
      Row plain = new Row(measured.tokens(), 0, measured.blocks());
      assertThat(stepper.all(measured)).isDeepEqualTo(stepper.all(plain));
    }
  }

  @Test
  void forward_evictedThatAreNoBlocks_namesTheField(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.LLAMA.json(), "F32", 1);
    try (Transformer network = Transformer.load(folder, Options.cpu(Precision.F32));
        Stepper stepper = new Stepper(network, 9, BLOCK_SIZE)) {
      for (int evicted : new int[] {-4, 3, 12}) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> stepper.answers(new Row(new int[1], 8, evicted, new int[] {0, 1, 2}, null)))
            .withMessageStartingWith("evicted");
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stepper.answers(new Row(new int[1], 8, 4, new int[] {0}, null)))
          .withMessageStartingWith("blocks");
    }
  }

  @Test
  void load_networkWithAWindowOfItsOwn_namesTheSetting(@TempDir Path folder) throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.MISTRAL_WINDOW.json(), "F32", 1);
    Options options = Options.cpu(Precision.F32).with(new KvOptions(KvType.F32, 16, 0, 16));
    assertThatThrownBy(() -> Transformer.load(folder, options))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("kv-heavy");
  }

  @Test
  void budget_positions_areWholeBlocks() {
    KvOptions kv = new KvOptions(KvType.F32, 32, 4, 48);
    assertThat(kv.budget(16, 0)).isEqualTo(new BlockBudget(1, 2, 3));
    assertThat(KvOptions.of(KvType.F32).budget(16, 0)).isEqualTo(BlockBudget.ALL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kv.budget(24, 0))
        .withMessageStartingWith("kv-window: 32 must be a multiple of the block size 24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kv.budget(32, 0))
        .withMessageStartingWith("kv-heavy: 48 must be a multiple of the block size 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KvOptions(KvType.F32, 0, 4, 48))
        .withMessageStartingWith("kv-heavy: 48 needs a kv-window");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KvOptions(KvType.F32, 16, 4, -1))
        .withMessageStartingWith("kv-heavy");
  }

  private static int[] tokens() {
    return new Random(LENGTH).ints(LENGTH, 0, Checkpoints.VOCABULARY).toArray();
  }

  /** The tokens from one position to another, behind the blocks that the first of them sees. */
  private static Row row(int[] tokens, int from, int to, int heads) {
    int[] seen =
        IntStream.range(0, Math.ceilDiv(to, BLOCK_SIZE))
            .filter(b -> sees(from, b * BLOCK_SIZE))
            .toArray();
    int evicted = Math.ceilDiv(to, BLOCK_SIZE) - seen.length;
    return new Row(
        Arrays.copyOfRange(tokens, from, to),
        from,
        evicted * BLOCK_SIZE,
        seen,
        new Masses(to - from, heads, seen.length));
  }

  private static double[] given(Row row, int token) {
    double[] given = row.masses() == null ? new double[0] : row.masses().of(token);
    return Arrays.copyOf(given, (row.start() + token) / BLOCK_SIZE + 1);
  }

  private static void assertMasses(Row row, int token, double[] positions) {
    double[] expected =
        Arrays.stream(row.blocks())
            .mapToDouble(
                b ->
                    IntStream.range(b * BLOCK_SIZE, Math.min((b + 1) * BLOCK_SIZE, LENGTH))
                        .mapToDouble(p -> positions[p])
                        .sum())
            .toArray();
    assertThat(row.masses() == null ? new double[0] : row.masses().of(token))
        .containsExactly(expected, within(TOLERANCE));
  }

  /** Every value within 1e-4 of the expected row's root mean square. */
  private static void assertAgree(float[] actual, double[] expected, String what) {
    double scale = Math.sqrt(Arrays.stream(expected).map(x -> x * x).average().orElseThrow());
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i] / scale).as(what).isCloseTo(expected[i] / scale, within(TOLERANCE));
    }
  }
}
