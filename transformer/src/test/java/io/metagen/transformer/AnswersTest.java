package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.Forward.Loader;
import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.reference.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Only what is asked for is answered, in order; keys and values are there afterwards whatever was
 * asked.
 */
final class AnswersTest {
  private static final int BLOCK_SIZE = 16;
  private static final int LENGTH = 40;

  private static final Offset<Float> EXACT = Offset.offset(0f);

  /** libtorch's products add in another order for another number of rows. */
  private static final Offset<Float> ROUNDED = Offset.offset(1e-5f);

  private final int[] tokens = new Random(3).ints(LENGTH, 0, Checkpoints.VOCABULARY).toArray();

  static Stream<Arguments> networks() {
    Loader kernels = (loading, _) -> new CpuForward(loading);
    Loader device = DeviceForward::new;
    return Stream.concat(
        Stream.of(Precision.values()).map(precision -> Arguments.of(precision, kernels, EXACT)),
        Stream.of(Arguments.of(Precision.F32, device, ROUNDED)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void forward_somePlacesAnswered_givesTheseInOrder(
      Precision precision, Loader loader, Offset<Float> offset, @TempDir Path folder)
      throws IOException {
    try (Transformer network = network(precision, loader, folder);
        Stepper stepper = new Stepper(network, 16, BLOCK_SIZE)) {
      float[][] all = stepper.all(row(0, 9), row(1, 1), row(2, 30));
      float[][] some =
          stepper.answers(
              row(0, 9).answering(0, 4, 8), row(1, 1).answering(), row(2, 30).answering(2, 29));
      int[] wanted = {0, 4, 8, 12, 39};
      assertThat(some).hasNumberOfRows(wanted.length);
      for (int i = 0; i < wanted.length; i++) {
        assertThat(some[i]).containsExactly(all[wanted[i]], offset);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void forward_noRowAnswered_givesNothingAndKeepsKeysAndValues(
      Precision precision, Loader loader, Offset<Float> offset, @TempDir Path folder)
      throws IOException {
    try (Transformer network = network(precision, loader, folder);
        Stepper stepper = new Stepper(network, 16, BLOCK_SIZE)) {
      float[][] answered = inTwoSteps(stepper, true);
      float[][] unanswered = inTwoSteps(stepper, false);
      assertThat(unanswered[0]).containsExactly(answered[0], offset);
    }
  }

  private float[][] inTwoSteps(Stepper stepper, boolean answered) {
    int block = answered ? 0 : 1;
    Row row = row(block, 25);
    float[][] first = stepper.answers(answered ? row : row.answering());
    assertThat(first).hasNumberOfRows(answered ? 1 : 0);
    return stepper.answers(new Row(Arrays.copyOfRange(tokens, 25, LENGTH), 25, blocks(block)));
  }

  private Row row(int sequence, int length) {
    return new Row(Arrays.copyOf(tokens, length), 0, blocks(sequence));
  }

  private static int[] blocks(int sequence) {
    return IntStream.range(sequence * 3, sequence * 3 + 3).toArray();
  }

  private static Transformer network(Precision precision, Loader loader, Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, Checkpoints.QWEN2.json(), Checkpoints.QWEN2.dtype(), 5);
    return Transformer.load(folder, Options.cpu(precision), LoadListener.NONE, loader);
  }
}
