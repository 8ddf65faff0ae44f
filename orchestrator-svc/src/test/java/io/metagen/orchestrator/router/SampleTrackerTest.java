package io.metagen.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

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
  private final List<Integer> finished = new ArrayList<>();
  private final SampleTracker tracker =
      new SampleTracker(
          2,
          new SampleListener() {
            @Override
            public void grew(SampleDelta delta) {
              text.append(delta.getText());
              tokens.addAll(delta.getTokenIdsList());
            }

            @Override
            public void finished(SampleFinished sample) {
              finished.add(sample.getSampleIndex());
            }
          });

  @Test
  void grew_afterAMove_onlyNewTextAndTokensAreHeard() throws Exception {
    assertThat(tracker.wanted()).containsExactly(0, 1);
    tracker.grew(delta("abc", 1, 2));
    tracker.grew(delta("d", 3));

    tracker.wanted();
    tracker.grew(delta("ab", 1));
    tracker.grew(delta("cdef", 2, 3, 4));
    tracker.grew(delta("g", 5));

    assertThat(tracker.tokensNow()).as("of this call alone").containsExactly(5, 0);
    assertThat(text).hasToString("abcdefg");
    assertThat(tokens).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void finished_afterAMove_isNotWantedAgain() throws Exception {
    tracker.finished(SampleFinished.newBuilder().setSampleIndex(1).addTokenIds(5).build());

    assertThat(tracker.wanted()).containsExactly(0);
    assertThat(tracker.tokensNow()).containsExactly(0, 0);
    tracker.finished(SampleFinished.newBuilder().setSampleIndex(1).build());
    tracker.finished(SampleFinished.newBuilder().setSampleIndex(0).build());
    assertThat(finished).containsExactly(1, 0);
    assertThat(tracker.done()).isTrue();
  }

  private static SampleDelta delta(String gained, int... ids) {
    SampleDelta.Builder delta = SampleDelta.newBuilder().setText(gained);
    for (int id : ids) {
      delta.addTokenIds(id);
    }
    return delta.build();
  }
}
