package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metagen.transformer.kernel.Attention.View;
import io.metagen.transformer.kernel.Tile.QueryRows;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against softmax over the whole context in double precision. */
final class AttentionTest {
  private static final double TOLERANCE = 1e-5;
  private static final int SEQUENCES = 7;
  private static final double LOG2_E = 1 / Math.log(2);
  private static final long SEED = 5;

  /** Block size, head width, query heads per key head, window, sinks. */
  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(16, 64, 7, Integer.MAX_VALUE, 0),
        Arguments.of(16, 48, 1, Integer.MAX_VALUE, 0),
        Arguments.of(32, 128, 4, Integer.MAX_VALUE, 0),
        Arguments.of(64, 32, 2, Integer.MAX_VALUE, 0),
        Arguments.of(4, 8, 1, Integer.MAX_VALUE, 0),
        Arguments.of(24, 20, 5, Integer.MAX_VALUE, 0),
        Arguments.of(16, 64, 3, 50, 0),
        Arguments.of(16, 64, 3, 50, 4),
        Arguments.of(32, 48, 1, 200, 90),
        Arguments.of(5, 12, 2, 7, 0),
        Arguments.of(5, 12, 2, 7, 3));
  }

  /**
   * Three levels: all sequences share the first blocks, two groups of them the next ones, and each
   * has blocks of its own; one has many new tokens, the others one.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void attend_treeOfPrefixes_agreesWithSoftmax(
      int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(blockSize, width, perKey, window, sinks);
    QueryRows rows = c.attend(0, c.step.runs().size());
    c.check(rows);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void attend_oneSequenceAtATime_sameBits(
      int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(blockSize, width, perKey, window, sinks);
    QueryRows together = c.attend(0, c.step.runs().size());
    for (int i = 0; i < c.step.runs().size(); i++) {
      QueryRows alone = c.attend(i, i + 1);
      Step.Run run = c.step.runs().get(i);
      int from = run.token() * perKey * Lanes.padded(width);
      int to = (run.token() + run.count()) * perKey * Lanes.padded(width);
      assertThat(Arrays.copyOfRange(alone.sums(), from, to))
          .as("run %d", i)
          .isEqualTo(Arrays.copyOfRange(together.sums(), from, to));
    }
  }

  /** Random keys and values of some sequences, and random queries of their new tokens. */
  private static final class Case {
    private final Random random = new Random(SEED);
    private final int width;
    private final int perKey;
    private final int window;
    private final int sinks;
    private final KvMemory memory;
    private final float[][][] keys;
    private final float[][][] values;
    private final Step step;
    private final float[] queries;

    private Case(int blockSize, int width, int perKey, int window, int sinks) {
      this.width = width;
      this.perKey = perKey;
      this.window = window;
      this.sinks = sinks;
      int blocks = 2000;
      memory = new KvMemory(new KvMemory.Shape(1, blocks, blockSize, 1, width, KvType.F32));
      keys = new float[blocks][blockSize][];
      values = new float[blocks][blockSize][];
      for (int b = 0; b < blocks; b++) {
        for (int p = 0; p < blockSize; p++) {
          keys[b][p] = vector();
          values[b][p] = vector();
          memory.writeKey(memory.address(0, b, 0), p, keys[b][p], 0);
          memory.writeValue(memory.address(0, b, 0), p, values[b][p], 0);
        }
      }
      step = step(blockSize);
      queries = new float[step.tokens() * perKey * width];
      for (int i = 0; i < queries.length; i++) {
        queries[i] = (float) (random.nextGaussian() * LOG2_E / Math.sqrt(width));
      }
    }

    private float[] vector() {
      float[] vector = new float[width];
      for (int d = 0; d < width; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      return vector;
    }

    private Step step(int blockSize) {
      int trunk = Math.ceilDiv(150, blockSize);
      int branch = Math.ceilDiv(70, blockSize);
      int own = Math.ceilDiv(90, blockSize);
      int many = 40;
      Step.Builder builder = new Step.Builder(SEQUENCES - 1 + many, SEQUENCES);
      for (int s = 0; s < SEQUENCES; s++) {
        int group = s % 2;
        int[] blocks =
            Stream.of(
                    IntStream.range(0, trunk),
                    IntStream.range(trunk + group * branch, trunk + (group + 1) * branch),
                    IntStream.range(500 + s * own, 500 + (s + 1) * own))
                .flatMapToInt(range -> range)
                .toArray();
        int start = (trunk + branch) * blockSize + 3 * s;
        builder.add(new int[s == 2 ? many : 1], start, blocks, 1);
      }
      return builder.build();
    }

    /** Returns the state after the runs [from, to), every query of the step in it. */
    private QueryRows attend(int from, int to) {
      QueryRows rows = QueryRows.of(step.tokens() * perKey, width);
      System.arraycopy(queries, 0, rows.queries(), 0, queries.length);
      Arrays.fill(rows.largest(), Float.NEGATIVE_INFINITY);
      Network network = new Network(0, perKey, 1, width, 0, window, sinks, 0f);
      View view = new View(memory, 0, 0, network);
      new Attention(view, step.runs(), rows).attend(from, to);
      return rows;
    }

    private void check(QueryRows rows) {
      int checked = 0;
      for (Step.Run run : step.runs()) {
        for (int t = 0; t < run.count(); t++) {
          for (int g = 0; g < perKey; g++) {
            int row = (run.token() + t) * perKey + g;
            double[] expected = softmax(run, run.start() + t, row);
            for (int d = 0; d < width; d++) {
              assertThat((double) rows.sums()[row * Lanes.padded(width) + d] / divisor(rows, row))
                  .as("token %d, head %d, dimension %d", run.token() + t, g, d)
                  .isCloseTo(expected[d], within(TOLERANCE));
              checked++;
            }
          }
        }
      }
      assertThat(checked).isGreaterThanOrEqualTo(SEQUENCES * perKey * width);
    }

    private static double divisor(QueryRows rows, int row) {
      double sum = 0;
      for (int i = 0; i < Lanes.L; i++) {
        sum += rows.divisors()[row * Lanes.L + i];
      }
      return sum;
    }

    /** Queries come times log2 e, so weights are powers of two. */
    private double[] softmax(Step.Run run, int position, int row) {
      double[] result = new double[width];
      double total = 0;
      int size = memory.shape().blockSize();
      for (int p = 0; p <= position; p++) {
        if (p <= (long) position - window && p >= sinks) {
          continue;
        }
        float[] key = keys[run.blocks()[p / size]][p % size];
        double score = 0;
        for (int d = 0; d < width; d++) {
          score += (double) queries[row * width + d] * key[d];
        }
        double weight = Math.pow(2, score);
        total += weight;
        for (int d = 0; d < width; d++) {
          result[d] += weight * values[run.blocks()[p / size]][p % size][d];
        }
      }
      for (int d = 0; d < width; d++) {
        result[d] /= total;
      }
      return result;
    }
  }
}
