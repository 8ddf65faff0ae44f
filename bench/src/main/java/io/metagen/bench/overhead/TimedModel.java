package io.metagen.bench.overhead;

import io.metagen.generator.engine.Chunk;
import io.metagen.generator.engine.Draw;
import io.metagen.generator.engine.DrawnToken;
import io.metagen.generator.engine.TokenModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A model that notes the steps in which a whole batch decodes. The engine's thread owns it; another
 * may look at the times when no call runs.
 */
final class TimedModel implements TokenModel {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TokenModel model;
  private final LongSupplier nanos;
  private final List<StepTime> times = new ArrayList<>();
  private int batch;
  private long begin;
  private long forward;
  private long sampling;
  private long cpu;

  TimedModel(TokenModel model, LongSupplier nanos) {
    this.model = model;
    this.nanos = nanos;
  }

  /** Forgets what was noted and goes on with steps of so many sequences. */
  void restart(int sequences) {
    times.clear();
    batch = sequences;
    forward = 0;
  }

  /** Returns what was noted. */
  List<StepTime> times() {
    return List.copyOf(times);
  }

  @Override
  public Logits forward(List<Chunk> chunks) {
    long now = nanos.getAsLong();
    if (forward > 0) {
      long other = now - begin - forward - sampling;
      times.add(new StepTime(forward, sampling, other, THREADS.getCurrentThreadCpuTime() - cpu));
    }
    boolean decodes =
        chunks.size() == batch && chunks.stream().allMatch(chunk -> chunk.count() == 1);
    begin = nanos.getAsLong();
    Logits logits = model.forward(chunks);
    forward = decodes ? nanos.getAsLong() - begin : 0;
    cpu = THREADS.getCurrentThreadCpuTime();
    return new TimedLogits(logits);
  }

  @Override
  public void copyBlock(int from, int to) {
    model.copyBlock(from, to);
  }

  @Override
  public void close() {
    model.close();
  }

  private final class TimedLogits implements Logits {
    private final Logits logits;

    TimedLogits(Logits logits) {
      this.logits = logits;
    }

    @Override
    public List<Optional<DrawnToken>> sample(List<Draw> draws) {
      long start = nanos.getAsLong();
      List<Optional<DrawnToken>> drawn = logits.sample(draws);
      sampling = nanos.getAsLong() - start;
      return drawn;
    }

    @Override
    public double[] attention(int chunk, int token) {
      return logits.attention(chunk, token);
    }

    @Override
    public List<DrawnToken> score(int chunk) {
      return logits.score(chunk);
    }

    @Override
    public void close() {
      logits.close();
    }
  }
}
