package io.metagen.bench.jlama;

import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Session;
import io.metagen.bench.engine.Workload;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Jlama with a model loaded, in a process of its own; it decodes one sequence. */
final class JlamaEngine implements Engine {
  /** So long a session runs before it is measured: until Java's compiler has seen all of it. */
  private static final long WARM_UP_NANOS = 5_000_000_000L;

  private final JlamaProcess process;
  private final JlamaKernels kernels;
  private final LongSupplier nanos;

  JlamaEngine(JlamaProcess process, JlamaKernels kernels, LongSupplier nanos) {
    this.process = process;
    this.kernels = kernels;
    this.nanos = nanos;
  }

  @Override
  public Session open(Workload workload) {
    if (workload.measure() != Measure.DECODE || workload.sequences() != 1) {
      throw new IllegalArgumentException("Jlama decodes one sequence");
    }
    process.ask("open " + workload.context() + " " + text(workload.tokens()[0]));
    Session session = new Steps();
    long begin = nanos.getAsLong();
    while (nanos.getAsLong() - begin < WARM_UP_NANOS) {
      session.run(1);
    }
    return session;
  }

  @Override
  public int[] greedy(int[] prompt, int count) {
    String tokens = process.ask("greedy " + count + " " + text(prompt));
    return Arrays.stream(tokens.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static String text(int[] tokens) {
    return IntStream.of(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    process.close();
  }

  /** The session that is open in the process. */
  private final class Steps implements Session {

    @Override
    public void run(int steps) {
      process.ask("run " + steps);
    }

    @Override
    public String setup() {
      return kernels.text();
    }

    @Override
    public void close() {}
  }
}
