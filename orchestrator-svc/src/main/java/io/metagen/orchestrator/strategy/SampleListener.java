package io.metagen.orchestrator.strategy;

import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;

/** Hears of samples while they are drawn. May block: the generator then waits. */
public interface SampleListener {
  /** A sample grew. */
  void grew(SampleDelta delta) throws InterruptedException;

  /** A sample ended. */
  void finished(SampleFinished sample) throws InterruptedException;
}
