package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.transformer.reference.RandomCheckpoint;
import io.metagen.transformer.reference.ReferenceNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network's numbers against the reference, for every family. */
final class TransformerTest {
  private static final int BLOCK_SIZE = 4;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @MethodSource("io.metagen.transformer.Checkpoints#withLogits")
  void forwardAll_wholePrompt_agreesWithReference(Checkpoints checkpoint, @TempDir Path folder)
      throws IOException {
    RandomCheckpoint.write(folder, checkpoint.json(), checkpoint.dtype(), 17);
    int[] tokens = new Random(5).ints(75, 0, Checkpoints.VOCABULARY).toArray();
    double[][] expected = ReferenceNetwork.read(folder).logits(tokens);
    try (Transformer network = Transformer.load(folder, Transformer.Options.cpu());
        KvPool pool = network.newKvPool(32, BLOCK_SIZE);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      int[] blocks = IntStream.range(0, 19).map(i -> (i * 7) % 32).toArray();
      float[] actual =
          network.forwardAll(scope, pool, List.of(new Row(tokens, 0, blocks))).toFloatArray();
      for (int t = 0; t < tokens.length; t++) {
        assertAgree(actual, t, expected[t]);
      }
    }
  }

  private static void assertAgree(float[] actual, int row, double[] expected) {
    double squares = 0;
    for (double logit : expected) {
      squares += logit * logit;
    }
    double scale = Math.sqrt(squares / expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[row * expected.length + i])
          .as("row %d logit %d", row, i)
          .isCloseTo(expected[i], within(TOLERANCE * scale));
    }
  }
}
