package io.metagen.orchestrator.strategy;

import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import io.metagen.v1.TokenUsage;
import io.metagen.v1.VerifyResponse;
import java.util.List;

/** What the calls of a search hand to its thread. */
sealed interface Arrival {
  /** A sample grew. */
  record Grew(SampleDelta delta) implements Arrival {}

  /** A sample ended. */
  record Sampled(SampleFinished sample) implements Arrival {}

  /** The generator call ended. */
  record Generated(TokenUsage usage) implements Arrival {}

  /** The generator call failed; what it finished before counts. */
  record GenerationFailed(RuntimeException failure) implements Arrival {}

  /** Candidates were judged; {@code indices} are theirs, in the order of the verifications. */
  record Judged(int group, List<Integer> indices, VerifyResponse response) implements Arrival {}

  /** Candidates could not be judged. */
  record JudgingFailed(int group, RuntimeException failure) implements Arrival {}
}
