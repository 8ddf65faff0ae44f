package io.metagen.bench.overhead;

import io.metagen.generator.engine.SampleSpec;
import java.util.ArrayList;
import java.util.List;

/** Measures the engine in this process: calls of one prompt's samples, one after another. */
public final class EngineOverhead {
  static final int CONTEXT = 128;
  private static final int MOST_TOKENS = 256;
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private final LocalEngine engine;
  private final int warmUp;
  private final int steps;

  /**
   * @param warmUp steps before a row that are not counted, at least three seconds of them
   * @param steps steps of a row
   */
  public EngineOverhead(LocalEngine engine, int warmUp, int steps) {
    this.engine = engine;
    this.warmUp = warmUp;
    this.steps = steps;
  }

  /** Returns a row's times. */
  public OverheadRow measure(OverheadRow.Subject subject) throws InterruptedException {
    long begin = System.nanoTime();
    do {
      run(subject, warmUp);
    } while (System.nanoTime() - begin < WARM_UP_NANOS);
    return OverheadRow.of(subject, run(subject, steps));
  }

  private List<StepTime> run(OverheadRow.Subject subject, int count) throws InterruptedException {
    int tokens = Math.min(count, MOST_TOKENS) + 2;
    int[] prompt = Samples.prompt(CONTEXT, engine.config().vocabularySize(), subject.batch());
    List<SampleSpec> specs = subject.samples().specs(prompt, subject.batch(), tokens);
    List<StepTime> times = new ArrayList<>();
    while (times.size() < count) {
      engine.model().restart(subject.batch());
      engine.run(specs);
      times.addAll(engine.model().times());
    }
    return times.subList(0, count);
  }
}
