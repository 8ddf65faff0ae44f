package io.metagen.bench.threads;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.bench.overhead.LocalEngine;
import io.metagen.bench.overhead.Samples;
import io.metagen.generator.engine.SampleSpec;
import io.metagen.transformer.KvPool;
import io.metagen.transformer.Precision;
import io.metagen.transformer.Row;
import io.metagen.transformer.Transformer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One model in a process of its own. For each line of standard input, a number of milliseconds, it
 * works for so long and prints its tokens per second; it ends with the input.
 */
final class ModelProgram {
  private static final int BATCH = 16;
  private static final int PROMPT = 64;
  private static final int OUTPUT = 64;
  private static final int CANDIDATE = 96;
  private static final int BLOCK_SIZE = 16;
  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ModelProgram() {}

  /** Processes a batch and returns how many tokens that was. */
  @FunctionalInterface
  private interface Work {
    int run() throws InterruptedException;
  }

  /** Takes {@code generator} or {@code reward} and the folder of the model. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[1]);
    if (arguments[0].equals("generator")) {
      generate(folder);
    } else {
      score(folder);
    }
  }

  private static void generate(Path folder) throws IOException, InterruptedException {
    try (LocalEngine engine = new LocalEngine(folder, folder, Precision.F32)) {
      int[] prompt = Samples.prompt(PROMPT, engine.config().vocabularySize(), 1);
      List<SampleSpec> specs = Samples.PLAIN.specs(prompt, BATCH, OUTPUT);
      serve(() -> engine.run(specs));
    }
  }

  /** The prompts are new each time: every token of every candidate is processed. */
  private static void score(Path folder) throws IOException, InterruptedException {
    int blocks = CANDIDATE / BLOCK_SIZE;
    try (NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
        Transformer network = Transformer.load(folder, Transformer.Options.cpu(Precision.F32));
        KvPool pool = network.newKvPool(BATCH * blocks, BLOCK_SIZE)) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        int[] tokens = Samples.prompt(CANDIDATE, network.config().vocabularySize(), i);
        rows.add(new Row(tokens, 0, IntStream.range(i * blocks, (i + 1) * blocks).toArray()));
      }
      serve(
          () -> {
            try (NDManager scope = manager.newSubManager()) {
              network.values(scope, pool, rows).toFloatArray();
            }
            return BATCH * CANDIDATE;
          });
    }
  }

  private static void serve(Work work) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(rate(work, Long.parseLong(line) * NANOS_PER_MILLI));
    }
  }

  private static double rate(Work work, long nanos) throws InterruptedException {
    long begin = System.nanoTime();
    long tokens = 0;
    long now = begin;
    while (now - begin < nanos) {
      tokens += work.run();
      now = System.nanoTime();
    }
    return tokens * NANOS / (now - begin);
  }
}
