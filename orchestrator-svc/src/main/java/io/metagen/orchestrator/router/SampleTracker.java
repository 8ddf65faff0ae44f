package io.metagen.orchestrator.router;

import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The samples of one call over all replicas that serve it. A sample that moved to another replica
 * grows there from its start again, with the same tokens; what was heard before is held back. An
 * input whose samples are all finished is not sent again, so replicas may count inputs otherwise
 * than the listener does.
 */
final class SampleTracker {
  private final List<Track> tracks = new ArrayList<>();
  private final SampleListener listener;
  private List<Wanted> sent = List.of();

  /** {@code sampleCounts}: how many samples each input wants. */
  SampleTracker(List<Integer> sampleCounts, SampleListener listener) {
    sampleCounts.forEach(count -> tracks.add(new Track(count)));
    this.listener = listener;
  }

  /**
   * Samples of an input that a call asks for.
   *
   * @param input index of the input
   * @param samples indices of its samples
   */
  record Wanted(int input, List<Integer> samples) {}

  /** Returns what is still wanted, as the next call sends it, and expects it from its start. */
  List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    for (int input = 0; input < tracks.size(); input++) {
      List<Integer> samples = tracks.get(input).restart();
      if (!samples.isEmpty()) {
        wanted.add(new Wanted(input, samples));
      }
    }
    sent = List.copyOf(wanted);
    return sent;
  }

  boolean done() {
    return tracks.stream().allMatch(Track::done);
  }

  /** Returns the tokens of each sample of an input that this call has told of. */
  List<Integer> tokensNow(int input) {
    return IntStream.of(tracks.get(input).tokensNow).boxed().toList();
  }

  void grew(SampleDelta delta) throws InterruptedException {
    int input = sent.get(delta.getInputIndex()).input();
    SampleDelta fresh = tracks.get(input).fresh(delta).setInputIndex(input).build();
    if (fresh.getTokenIdsCount() > 0 || !fresh.getText().isEmpty()) {
      listener.grew(fresh);
    }
  }

  void finished(SampleFinished sample) throws InterruptedException {
    int input = sent.get(sample.getInputIndex()).input();
    if (tracks.get(input).finish(sample)) {
      listener.finished(
          input == sample.getInputIndex()
              ? sample
              : sample.toBuilder().setInputIndex(input).build());
    }
  }

  /** The samples of one input. */
  private static final class Track {
    private final BitSet finished = new BitSet();
    private final int[] tokensHeard;
    private final int[] charsHeard;
    private final int[] tokensNow;
    private final int[] charsNow;

    Track(int sampleCount) {
      this.tokensHeard = new int[sampleCount];
      this.charsHeard = new int[sampleCount];
      this.tokensNow = new int[sampleCount];
      this.charsNow = new int[sampleCount];
    }

    List<Integer> restart() {
      Arrays.fill(tokensNow, 0);
      Arrays.fill(charsNow, 0);
      return IntStream.range(0, tokensNow.length)
          .filter(index -> !finished.get(index))
          .boxed()
          .toList();
    }

    boolean done() {
      return finished.cardinality() == tokensNow.length;
    }

    SampleDelta.Builder fresh(SampleDelta delta) {
      int index = delta.getSampleIndex();
      int knownTokens = known(tokensHeard[index], tokensNow[index], delta.getTokenIdsCount());
      int knownChars = known(charsHeard[index], charsNow[index], delta.getText().length());
      tokensNow[index] += delta.getTokenIdsCount();
      charsNow[index] += delta.getText().length();
      tokensHeard[index] = Math.max(tokensHeard[index], tokensNow[index]);
      charsHeard[index] = Math.max(charsHeard[index], charsNow[index]);
      return delta.toBuilder()
          .setText(delta.getText().substring(knownChars))
          .clearTokenIds()
          .addAllTokenIds(delta.getTokenIdsList().subList(knownTokens, delta.getTokenIdsCount()))
          .clearLogprobs();
    }

    /** Notes a finished sample; returns whether it was not finished before. */
    boolean finish(SampleFinished sample) {
      int index = sample.getSampleIndex();
      boolean isNew = !finished.get(index);
      if (isNew) {
        finished.set(index);
        tokensNow[index] = sample.getTokenIdsCount();
      }
      return isNew;
    }

    private static int known(int heard, int now, int gained) {
      return Math.clamp(heard - now, 0, gained);
    }
  }
}
