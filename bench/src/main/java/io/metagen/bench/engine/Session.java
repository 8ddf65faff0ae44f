package io.metagen.bench.engine;

/** A workload in place on one side. */
public interface Session extends AutoCloseable {

  /** Runs so many steps, counted from the start of the session, and waits for their logits. */
  void run(int steps);

  /** Returns how the engine was set up for the workload, for the report; may be empty. */
  String setup();

  @Override
  void close();
}
