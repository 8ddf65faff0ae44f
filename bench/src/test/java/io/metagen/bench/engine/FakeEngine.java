package io.metagen.bench.engine;

import java.util.ArrayList;
import java.util.List;

/** An engine whose steps take a fixed time on a clock of its own, and that notes what it ran. */
final class FakeEngine implements Engine {
  private final String name;
  private final Clock clock;
  private final long nanosPerStep;
  private final int[] continuation;

  FakeEngine(String name, Clock clock, long nanosPerStep, int... continuation) {
    this.name = name;
    this.clock = clock;
    this.nanosPerStep = nanosPerStep;
    this.continuation = continuation;
  }

  /** The time that passes while engines run, and what they ran. */
  static final class Clock {
    private final List<String> runs = new ArrayList<>();
    private long nanos;

    long nanos() {
      return nanos;
    }

    List<String> runs() {
      return runs;
    }
  }

  @Override
  public Session open(Workload workload) {
    return new Session() {
      @Override
      public void run(int steps) {
        clock.nanos += steps * nanosPerStep;
        clock.runs.add(name + " " + steps);
      }

      @Override
      public String setup() {
        return name + "'s setup";
      }

      @Override
      public void close() {
        clock.runs.add(name + " closed");
      }
    };
  }

  @Override
  public int[] greedy(int[] prompt, int count) {
    int[] tokens = new int[count];
    System.arraycopy(continuation, 0, tokens, 0, Math.min(count, continuation.length));
    return tokens;
  }

  @Override
  public void close() {}
}
