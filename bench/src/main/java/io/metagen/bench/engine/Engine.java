package io.metagen.bench.engine;

/** One side: an engine with a model loaded. Not thread-safe. */
public interface Engine extends AutoCloseable {

  /** Returns a session whose sequences have their contexts in place; one at a time is open. */
  Session open(Workload workload);

  /** Returns the tokens that follow a prompt if the likeliest is taken each time. */
  int[] greedy(int[] prompt, int count);

  @Override
  void close();
}
