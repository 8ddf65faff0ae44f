package io.metagen.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.orchestrator.router.SampleTracker.Wanted;
import io.metagen.orchestrator.strategy.SampleListener;
import io.metagen.v1.SampleDelta;
import io.metagen.v1.SampleFinished;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sample that starts again on another replica, in pieces of another size. */
final class SampleTrackerTest {
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> tokens = new ArrayList<>();
  private final List<String> finished = new ArrayList<>();
  private final List<Integer> grewInputs = new ArrayList<>();
  private final SampleListener listener =
      new SampleListener() {
        @Override
        public void grew(SampleDelta delta) {
          grewInputs.add(delta.getInputIndex());
          text.append(delta.getText());
          tokens.addAll(delta.getTokenIdsList());
        }

        @Override
        public void finished(SampleFinished sample) {
          finished.add(sample.getInputIndex() + "/" + sample.getSampleIndex());
        }
      };

  @Test
  void grew_afterAMove_onlyNewTextAndTokensAreHeard() throws Exception {
    SampleTracker tracker = new SampleTracker(List.of(2), listener);
    assertThat(tracker.wanted()).containsExactly(new Wanted(0, List.of(0, 1)));
    tracker.grew(delta("abc", 1, 2));
    tracker.grew(delta("d", 3));

    tracker.wanted();
    tracker.grew(delta("ab", 1));
    tracker.grew(delta("cdef", 2, 3, 4));
    tracker.grew(delta("g", 5));

    assertThat(tracker.tokensNow(0)).as("of this call alone").containsExactly(5, 0);
    assertThat(text).hasToString("abcdefg");
    assertThat(tokens).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void finished_afterAMove_isNotWantedAgain() throws Exception {
    SampleTracker tracker = new SampleTracker(List.of(2), listener);
    tracker.wanted();
    tracker.finished(sample(0, 1).toBuilder().addTokenIds(5).build());

    assertThat(tracker.wanted()).containsExactly(new Wanted(0, List.of(0)));
    assertThat(tracker.tokensNow(0)).containsExactly(0, 0);
    tracker.finished(sample(0, 1));
    tracker.finished(sample(0, 0));
    assertThat(finished).containsExactly("0/1", "0/0");
    assertThat(tracker.done()).isTrue();
  }

  @Test
  void wanted_oneInputIsFinished_theOthersKeepTheirNumbersForTheListener() throws Exception {
    SampleTracker tracker = new SampleTracker(List.of(1, 2, 1), listener);
    tracker.wanted();
    tracker.finished(sample(0, 0));
    tracker.finished(sample(1, 1));

    assertThat(tracker.wanted())
        .containsExactly(new Wanted(1, List.of(0)), new Wanted(2, List.of(0)));
    tracker.grew(delta("x", 1).toBuilder().setInputIndex(1).build());
    tracker.finished(sample(1, 0));
    assertThat(tracker.done()).isFalse();
    tracker.finished(sample(0, 0));

    assertThat(grewInputs).containsExactly(2);
    assertThat(finished).containsExactly("0/0", "1/1", "2/0", "1/0");
    assertThat(tracker.done()).isTrue();
  }

  private static SampleFinished sample(int input, int index) {
    return SampleFinished.newBuilder().setInputIndex(input).setSampleIndex(index).build();
  }

  private static SampleDelta delta(String gained, int... ids) {
    SampleDelta.Builder delta = SampleDelta.newBuilder().setText(gained);
    for (int id : ids) {
      delta.addTokenIds(id);
    }
    return delta.build();
  }
}
