package io.metagen.orchestrator.router;

import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The samples of one call over all replicas that serve it. A sample that moved to another replica
 * grows there from its start again, with the same tokens; what was heard before is held back.
 */
final class SampleTracker {
  private final int sampleCount;
  private final SampleListener listener;
  private final BitSet finished = new BitSet();
  private final int[] tokensHeard;
  private final int[] charsHeard;
  private final int[] tokensNow;
  private final int[] charsNow;

  SampleTracker(int sampleCount, SampleListener listener) {
    this.sampleCount = sampleCount;
    this.listener = listener;
    this.tokensHeard = new int[sampleCount];
    this.charsHeard = new int[sampleCount];
    this.tokensNow = new int[sampleCount];
    this.charsNow = new int[sampleCount];
  }

  /** Returns the samples that are still wanted, and expects them from their start. */
  List<Integer> wanted() {
    for (int index = 0; index < sampleCount; index++) {
      tokensNow[index] = 0;
      charsNow[index] = 0;
    }
    return IntStream.range(0, sampleCount).filter(index -> !finished.get(index)).boxed().toList();
  }

  boolean done() {
    return finished.cardinality() == sampleCount;
  }

  /** Returns the tokens of each sample that this call has told of. */
  List<Integer> tokensNow() {
    return IntStream.of(tokensNow).boxed().toList();
  }

  void grew(SampleDelta delta) throws InterruptedException {
    int index = delta.getSampleIndex();
    int knownTokens = known(tokensHeard[index], tokensNow[index], delta.getTokenIdsCount());
    int knownChars = known(charsHeard[index], charsNow[index], delta.getText().length());
    tokensNow[index] += delta.getTokenIdsCount();
    charsNow[index] += delta.getText().length();
    tokensHeard[index] = Math.max(tokensHeard[index], tokensNow[index]);
    charsHeard[index] = Math.max(charsHeard[index], charsNow[index]);
    SampleDelta fresh =
        delta.toBuilder()
            .setText(delta.getText().substring(knownChars))
            .clearTokenIds()
            .addAllTokenIds(delta.getTokenIdsList().subList(knownTokens, delta.getTokenIdsCount()))
            .clearLogprobs()
            .build();
    if (fresh.getTokenIdsCount() > 0 || !fresh.getText().isEmpty()) {
      listener.grew(fresh);
    }
  }

  void finished(SampleFinished sample) throws InterruptedException {
    if (!finished.get(sample.getSampleIndex())) {
      finished.set(sample.getSampleIndex());
      tokensNow[sample.getSampleIndex()] = sample.getTokenIdsCount();
      listener.finished(sample);
    }
  }

  private static int known(int heard, int now, int gained) {
    return Math.clamp(heard - now, 0, gained);
  }
}
