package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.transformer.Transformer.Options;
import io.metagen.transformer.kernel.KvType;
import io.metagen.transformer.reference.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever else is in the batch, however the prefix came to be in the pool and whoever shares it, a
 * row's logits are the same bits, in every precision. The shapes: the embedded models', one with
 * grouped queries and odd sizes, one whose matrix products are long enough for the kernels to split
 * them, and every family with each part that it may have.
 */
final class BatchInvarianceTest {
  private static final int BLOCK_SIZE = 16;

  /** Width, layers, heads, key heads, feed-forward width and vocabulary of a tied Llama. */
  private static final List<int[]> LLAMAS =
      List.of(
          new int[] {192, 5, 6, 6, 512, 400},
          new int[] {40, 2, 5, 1, 83, 101},
          new int[] {896, 1, 14, 2, 4864, 1000});

  private record Shape(String json, int vocabulary, Options options) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Setup(Stepper stepper, int vocabulary, int[] tokens, int[] blocks) {
    Row row(int from, int to) {
      return new Row(Arrays.copyOfRange(tokens, from, to), from, blocks);
    }
  }

  static Stream<Named<Shape>> shapes() {
    Stream<Options> pure =
        Stream.concat(
            Stream.of(Precision.values()).map(Options::cpu),
            Stream.of(Options.cpu(Precision.F32).with(KvOptions.of(KvType.INT8))));
    return Stream.concat(pure.flatMap(BatchInvarianceTest::shapes), llamas(mixed()));
  }

  private static Options mixed() {
    return Options.cpu(Precision.INT8)
        .with(PrecisionExceptions.of("lm_head=f32,embed_tokens=f32,layers.0=bf16,o_proj=f32"));
  }

  private static Stream<Named<Shape>> shapes(Options options) {
    Stream<Named<Shape>> families =
        Checkpoints.withLogits()
            .map(c -> named(c.name(), c.json(), Checkpoints.VOCABULARY, options));
    return Stream.concat(llamas(options), families);
  }

  private static Stream<Named<Shape>> llamas(Options options) {
    return LLAMAS.stream().map(n -> named(Arrays.toString(n), json(n), n[5], options));
  }

  private static Named<Shape> named(String name, String json, int vocabulary, Options options) {
    String how = options.precision() + " " + options.exceptions() + " " + options.kv().type();
    return Named.of(name + " " + how, new Shape(json, vocabulary, options));
  }

  private interface Check {
    void run(Setup setup, float[][] whole);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward_anyChunking_sameBitsAsWhole(Shape shape, @TempDir Path folder) throws IOException {
    run(
        shape,
        folder,
        (setup, whole) -> {
          for (int chunk : new int[] {1, 2, 3, 7, 16, 33, 100}) {
            int length = setup.tokens().length;
            for (int from = Math.max(0, length - 8 * chunk); from < length; from += chunk) {
              int to = Math.min(from + chunk, length);
              float[][] part = setup.stepper().all(setup.row(from, to));
              assertThat(part)
                  .as("chunks of %d from %d", chunk, from)
                  .isDeepEqualTo(Arrays.copyOfRange(whole, from, to));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward_anyBatch_sameBitsAsAlone(Shape shape, @TempDir Path folder) throws IOException {
    run(
        shape,
        folder,
        (setup, whole) -> {
          Random random = new Random(7);
          for (int size : new int[] {2, 3, 4, 5, 8, 13, 31, 64}) {
            for (int longest : new int[] {1, 40}) {
              int own = random.nextInt(size);
              int from = 1 + random.nextInt(setup.tokens().length - 1);
              int to = from + 1 + random.nextInt(Math.min(longest, setup.tokens().length - from));
              Row[] rows = others(setup, size, longest, random);
              rows[own] = setup.row(from, to);
              assertThat(setup.stepper().answers(rows)[own])
                  .as("positions %d to %d in a batch of %d", from, to, size)
                  .isEqualTo(whole[to - 1]);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward_prefixShared_sameBitsAsAlone(Shape shape, @TempDir Path folder) throws IOException {
    run(
        shape,
        folder,
        (setup, whole) -> {
          int length = setup.tokens().length;
          for (int sharers : new int[] {2, 5, 19}) {
            Row[] rows = new Row[sharers];
            for (int r = 0; r < sharers; r++) {
              rows[r] = branch(setup, r, length - 1 - r);
            }
            float[][] logits = setup.stepper().answers(rows);
            for (int r = 0; r < sharers; r++) {
              assertThat(logits[r])
                  .as("row %d of %d that share a prefix", r, sharers)
                  .isEqualTo(whole[length - 1]);
            }
          }
        });
  }

  /**
   * The last tokens of the sequence, from {@code from} on, behind blocks that other rows have too.
   */
  private static Row branch(Setup setup, int row, int from) {
    int[] blocks = setup.blocks().clone();
    int perRow = blocks.length;
    for (int b = from / BLOCK_SIZE; b < perRow; b++) {
      blocks[b] = (row + 1) * perRow + b;
    }
    int ownFrom = from / BLOCK_SIZE * BLOCK_SIZE;
    return new Row(
        Arrays.copyOfRange(setup.tokens(), ownFrom, setup.tokens().length), ownFrom, blocks);
  }

  /** Rows with up to {@code longest} new tokens somewhere in contexts that other rows left. */
  private static Row[] others(Setup setup, int size, int longest, Random random) {
    int perRow = setup.blocks().length;
    Row[] rows = new Row[size];
    for (int r = 0; r < size; r++) {
      int first = (r + 1) * perRow;
      int[] blocks = IntStream.range(first, first + perRow).toArray();
      int[] tokens = random.ints(1 + random.nextInt(longest), 0, setup.vocabulary()).toArray();
      int start = random.nextInt(perRow * BLOCK_SIZE - tokens.length);
      rows[r] = new Row(tokens, start, blocks);
    }
    return rows;
  }

  /** Runs a check with the logits of one whole sequence, computed alone in one step. */
  private static void run(Shape shape, Path folder, Check check) throws IOException {
    RandomCheckpoint.write(folder, shape.json(), "F32", 3);
    int vocabulary = shape.vocabulary();
    int length = 210;
    int[] tokens = new Random(11).ints(length, 0, vocabulary).toArray();
    int[] blocks = IntStream.range(0, (length + BLOCK_SIZE - 1) / BLOCK_SIZE).toArray();
    try (Transformer network = Transformer.load(folder, shape.options());
        Stepper stepper = new Stepper(network, 66 * blocks.length, BLOCK_SIZE)) {
      Setup setup = new Setup(stepper, vocabulary, tokens, blocks);
      check.run(setup, stepper.all(setup.row(0, length)));
    }
  }

  private static String json(int[] n) {
    return """
        {"architectures": ["LlamaForCausalLM"], "hidden_size": %d, "num_hidden_layers": %d,
         "num_attention_heads": %d, "num_key_value_heads": %d, "intermediate_size": %d,
         "vocab_size": %d, "max_position_embeddings": 512, "rms_norm_eps": 1e-5,
         "tie_word_embeddings": true}
        """
        .formatted(n[0], n[1], n[2], n[3], n[4], n[5]);
  }
}
