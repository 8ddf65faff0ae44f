package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.metagen.transformer.kernel.Attention.Range;
import io.metagen.transformer.kernel.Attention.View;
import io.metagen.transformer.kernel.Step.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against softmax over the whole context in double precision, of the queries, keys and values as
 * they are held.
 */
final class AttentionTest {
  private static final double TOLERANCE = 1e-5;

  /** Weights are rounded to 8 bits; values are normal, so sums of them seldom exceed 4. */
  private static final double BF16_TOLERANCE = 4 * 0x1p-9;

  private static final int SEQUENCES = 7;
  private static final int MANY = 40;
  private static final double LOG2_E = 1 / Math.log(2);
  private static final long SEED = 5;

  @BeforeAll
  static void loadLibtorch() {
    System.out.println("AttentionTest: seed " + SEED);
    NDManager.newBaseManager("PyTorch").close();
  }

  /** Type, block size, head width, query heads per key head, window, sinks. */
  static Stream<Arguments> shapes() {
    return Stream.of(KvType.values()).flatMap(AttentionTest::shapes);
  }

  private static Stream<Arguments> shapes(KvType type) {
    return sizes()
        .map(
            sizes ->
                Arguments.of(Stream.concat(Stream.of(type), Stream.of(sizes.get())).toArray()));
  }

  private static Stream<Arguments> sizes() {
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

  static Stream<Arguments> shapesWithoutWindow() {
    return shapes().filter(shape -> Objects.equals(shape.get()[4], Integer.MAX_VALUE));
  }

  /**
   * Three levels: all sequences share the first blocks, two groups of them the next ones, and each
   * has blocks of its own; one has many new tokens, the others one.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void attend_treeOfPrefixes_agreesWithSoftmax(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(type, blockSize, width, perKey, window, sinks);
    c.check(c.attend(0, c.step.runs().size()));
  }

  /** As above, but the sequences gave up blocks at every level, some of them the same. */
  @ParameterizedTest
  @MethodSource("shapesWithoutWindow")
  void attend_blocksGivenUp_agreesWithSoftmaxOverTheRest(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(type, blockSize, width, perKey, window, sinks, true);
    assertThat(c.step.runs()).allMatch(run -> run.start() < c.positionOf[run.token()]);
    c.check(c.attend(0, c.step.runs().size()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void attend_masses_areTheWeightsOfEachBlock(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(type, blockSize, width, perKey, window, sinks, window == Integer.MAX_VALUE);
    c.attend(0, c.step.runs().size());
    c.checkMasses();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void attend_massesOneSequenceAtATime_sameBits(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case together = new Case(type, blockSize, width, perKey, window, sinks);
    together.attend(0, together.step.runs().size());
    Case alone = new Case(type, blockSize, width, perKey, window, sinks);
    for (int i = 0; i < alone.step.runs().size(); i++) {
      alone.attend(i, i + 1);
    }
    for (int s = 0; s < SEQUENCES; s++) {
      assertThat(alone.masses[s].of(0)).as("sequence %d", s).isEqualTo(together.masses[s].of(0));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void attend_oneSequenceAtATime_sameBits(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(type, blockSize, width, perKey, window, sinks);
    float[] together = c.attend(0, c.step.runs().size());
    for (int i = 0; i < c.step.runs().size(); i++) {
      float[] alone = c.attend(i, i + 1);
      Run run = c.step.runs().get(i);
      int from = run.token() * perKey * width;
      int to = (run.token() + run.count()) * perKey * width;
      assertThat(Arrays.copyOfRange(alone, from, to))
          .as("run %d", i)
          .isEqualTo(Arrays.copyOfRange(together, from, to));
    }
  }

  /** Blocks are used again, and what an earlier sequence left need not be numbers. */
  @ParameterizedTest
  @MethodSource("shapes")
  void attend_noNumbersBehindTheContexts_sameBits(
      KvType type, int blockSize, int width, int perKey, int window, int sinks) {
    Case c = new Case(type, blockSize, width, perKey, window, sinks);
    float[] before = c.attend(0, c.step.runs().size());
    c.spoilBehindContexts();
    assertThat(c.attend(0, c.step.runs().size())).isEqualTo(before);
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
    private final Masses[] masses = new Masses[SEQUENCES];

    /** Each token's sequence and position, and each sequence's blocks, -1 for one given up. */
    private final int[] sequenceOf = new int[SEQUENCES - 1 + MANY];

    private final int[] positionOf = new int[SEQUENCES - 1 + MANY];
    private final int[][] blocksOf = new int[SEQUENCES][];

    private Case(KvType type, int blockSize, int width, int perKey, int window, int sinks) {
      this(type, blockSize, width, perKey, window, sinks, false);
    }

    private Case(
        KvType type, int blockSize, int width, int perKey, int window, int sinks, boolean gaps) {
      this.width = width;
      this.perKey = perKey;
      this.window = window;
      this.sinks = sinks;
      int blocks = 2000;
      memory = new KvMemory(new KvMemory.Shape(1, blocks, blockSize, 1, width, type));
      keys = new float[blocks][blockSize][];
      values = new float[blocks][blockSize][];
      for (int b = 0; b < blocks; b++) {
        for (int p = 0; p < blockSize; p++) {
          float[] key = vector();
          float[] value = vector();
          memory.writeKey(memory.address(0, b, 0), p, key, 0);
          memory.writeValue(memory.address(0, b, 0), p, value, 0);
          keys[b][p] = held(key);
          values[b][p] = held(value);
        }
      }
      step = step(blockSize, gaps);
      queries = new float[step.tokens() * perKey * width];
      boolean rounds = memory.shape().products() == ElementType.BF16;
      for (int i = 0; i < queries.length; i++) {
        float query = (float) (random.nextGaussian() * LOG2_E / Math.sqrt(width));
        queries[i] = rounds ? bf16(query) : query;
      }
    }

    /** Returns a key or a value as its type holds it. */
    private float[] held(float[] values) {
      float[] held = values.clone();
      double largest = largest(values);
      for (int d = 0; d < width; d++) {
        held[d] =
            switch (memory.shape().type()) {
              case F32 -> values[d];
              case BF16 -> bf16(values[d]);
              case INT8 -> (float) (Math.round(values[d] * 127 / largest) * largest / 127);
            };
      }
      return held;
    }

    private static float bf16(float value) {
      double unit = Math.scalb(1.0, Math.getExponent(value) - 7);
      return (float) (Math.rint(value / unit) * unit);
    }

    private double tolerance() {
      return memory.shape().products() == ElementType.BF16 ? BF16_TOLERANCE : TOLERANCE;
    }

    /** Returns the row of a token's query in the order of the attention. */
    private int row(int token, int head) {
      return step.place(token) * perKey + head;
    }

    private float[] vector() {
      float[] vector = new float[width];
      for (int d = 0; d < width; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      return memory.shape().type() == KvType.INT8 ? nearSteps(vector) : vector;
    }

    /** Moves numbers that are half-way between two steps, and might be rounded to either. */
    private static float[] nearSteps(float[] values) {
      double step = largest(values) / 127;
      for (int i = 0; i < values.length; i++) {
        double steps = values[i] / step;
        double rest = steps - Math.rint(steps);
        values[i] = (float) (step * (Math.rint(steps) + 0.9 * rest));
      }
      return values;
    }

    private static double largest(float[] values) {
      double largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }

    private Step step(int blockSize, boolean gaps) {
      int trunk = Math.ceilDiv(150, blockSize);
      int branch = Math.ceilDiv(70, blockSize);
      int own = Math.ceilDiv(90, blockSize);
      Step.Builder builder = new Step.Builder(SEQUENCES - 1 + MANY, SEQUENCES);
      int token = 0;
      for (int s = 0; s < SEQUENCES; s++) {
        int group = s % 2;
        int[] blocks =
            Stream.of(
                    IntStream.range(0, trunk),
                    IntStream.range(trunk + group * branch, trunk + (group + 1) * branch),
                    IntStream.range(500 + s * own, 500 + (s + 1) * own))
                .flatMapToInt(range -> range)
                .toArray();
        blocksOf[s] = blocks;
        for (int i = 0; gaps && i < trunk + branch; i++) {
          boolean gone = i == 1 || (i >= trunk && group == 1) || (s == 3 && i % 3 == 2);
          blocks[i] = gone ? -1 : blocks[i];
        }
        int[] held = IntStream.of(blocks).filter(block -> block >= 0).toArray();
        int start = (trunk + branch) * blockSize + 3 * s;
        int count = s == 2 ? MANY : 1;
        masses[s] = new Masses(count, perKey, held.length);
        int evicted = (blocks.length - held.length) * blockSize;
        builder.add(
            new Step.Part(new int[count], start, evicted, held, masses[s], new int[] {count - 1}));
        for (int i = 0; i < count; i++, token++) {
          sequenceOf[token] = s;
          positionOf[token] = start + i;
        }
      }
      return builder.build();
    }

    private void spoilBehindContexts() {
      float[] spoiled = new float[width];
      Arrays.fill(spoiled, Float.NaN);
      int size = memory.shape().blockSize();
      for (int s = 0; s < SEQUENCES; s++) {
        int end = 0;
        for (int token = 0; token < step.tokens(); token++) {
          end = sequenceOf[token] == s ? positionOf[token] + 1 : end;
        }
        for (int p = end; p < blocksOf[s].length * size; p++) {
          long head = memory.address(0, block(s, p), 0);
          memory.writeKey(head, p % size, spoiled, 0);
          memory.writeValue(head, p % size, spoiled, 0);
        }
      }
    }

    /** Returns the results of the runs [from, to), and zeros for others. */
    private float[] attend(int from, int to) {
      float[] results = new float[step.tokens() * perKey * width];
      Network network = new Network(0, perKey, 1, width, window, sinks, 0f);
      try (QueryRows rows =
              new QueryRows(step.tokens() * perKey, width, memory.shape().products());
          Attention attention = new Attention(network, memory.shape())) {
        for (int i = 0; i < step.tokens() * perKey; i++) {
          rows.begin(row(i / perKey, i % perKey), queries, i * width);
        }
        List<Run> runs = step.runs().subList(from, to);
        attention.attend(new View(memory, 0, rows, step.tokens()), new Range(0, 1), runs);
        for (Run run : runs) {
          for (int i = run.token() * perKey; i < (run.token() + run.count()) * perKey; i++) {
            rows.end(row(i / perKey, i % perKey), results, i * width);
          }
        }
      }
      return results;
    }

    private void checkMasses() {
      for (int token = 0; token < step.tokens(); token++) {
        int s = sequenceOf[token];
        int first = token;
        while (first > 0 && sequenceOf[first - 1] == s) {
          first--;
        }
        int held = (int) IntStream.of(blocksOf[s]).filter(block -> block >= 0).count();
        double[] expected = new double[held];
        for (int row = token * perKey; row < (token + 1) * perKey; row++) {
          double[] weights = weights(token, row);
          double total = Arrays.stream(weights).sum();
          for (int p = 0, at = -1; p < weights.length; p++) {
            boolean there = block(s, p) >= 0;
            at += there && p % memory.shape().blockSize() == 0 ? 1 : 0;
            expected[Math.max(at, 0)] += weights[p] / total;
          }
        }
        assertThat(masses[s].of(token - first))
            .as("token %d", token)
            .containsExactly(expected, within(tolerance()));
      }
    }

    private int block(int sequence, int position) {
      return blocksOf[sequence][position / memory.shape().blockSize()];
    }

    private void check(float[] results) {
      int checked = 0;
      for (Run run : step.runs()) {
        for (int t = 0; t < run.count(); t++) {
          for (int g = 0; g < perKey; g++) {
            int row = (run.token() + t) * perKey + g;
            double[] expected = softmax(run.token() + t, row);
            for (int d = 0; d < width; d++) {
              assertThat((double) results[row * width + d])
                  .as("token %d, head %d, dimension %d", run.token() + t, g, d)
                  .isCloseTo(expected[d], within(tolerance()));
              checked++;
            }
          }
        }
      }
      assertThat(checked).isGreaterThanOrEqualTo(SEQUENCES * perKey * width);
    }

    private double[] softmax(int token, int row) {
      double[] weights = weights(token, row);
      double total = Arrays.stream(weights).sum();
      double[] result = new double[width];
      for (int p = 0; p < weights.length; p++) {
        for (int d = 0; d < width && weights[p] > 0; d++) {
          int size = memory.shape().blockSize();
          result[d] += weights[p] / total * values[block(sequenceOf[token], p)][p % size][d];
        }
      }
      return result;
    }

    /** Returns the weight of each position; queries come times log2 e, so it is a power of two. */
    private double[] weights(int token, int row) {
      int position = positionOf[token];
      double[] weights = new double[position + 1];
      for (int p = 0; p <= position; p++) {
        int block = block(sequenceOf[token], p);
        if (block < 0 || (p <= (long) position - window && p >= sinks)) {
          continue;
        }
        float[] key = keys[block][p % memory.shape().blockSize()];
        double score = 0;
        for (int d = 0; d < width; d++) {
          score += (double) queries[row * width + d] * key[d];
        }
        weights[p] = Math.pow(2, score);
      }
      return weights;
    }
  }
}
