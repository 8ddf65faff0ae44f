package io.metagen.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.v1.Verifier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CallersTest {
  private static final List<String> KINDS = List.of("right", "wrong", "late", "down");

  private final FakeVerifier verifier = new FakeVerifier();
  private final Tally tally = new Tally();

  CallersTest() throws IOException {}

  @AfterEach
  void stop() {
    verifier.close();
  }

  @Test
  void stop_afterAnyEnd_countsTheCallsByKindAndReason() throws InterruptedException {
    CountDownLatch drawn = new CountDownLatch(40);
    Deck deck =
        new Deck(
            List.of(
                drill(drawn, "right", "1"),
                drill(drawn, "wrong", "0.5"),
                drill(drawn, "late", "late"),
                drill(drawn, "down", "down")),
            1);

    try (Callers callers = new Callers(4, deck, verifier.stub(), tally)) {
      drawn.await();
      callers.stop();
    }

    List<Tally.Row> rows = tally.rows(KINDS);
    assertThat(rows).extracting(Tally.Row::kind).isEqualTo(KINDS);
    assertThat(rows.get(0).calls()).isGreaterThanOrEqualTo(10);
    assertThat(rows.get(0).meanMillis()).isPositive();
    assertThat(rows.get(1).calls()).isGreaterThanOrEqualTo(10);
    assertThat(rows.get(2)).isEqualTo(new Tally.Row("late", 0, 0));
    assertThat(tally.answered()).isEqualTo(rows.get(0).calls() + rows.get(1).calls());
    assertThat(tally.failures())
        .containsOnlyKeys("late: ERROR_REASON_DEADLINE", "down: ERROR_REASON_INTERNAL_FAULT");
    assertThat(tally.wrongAnswers()).isEqualTo(Map.of("wrong", "[0.5], right is [1.0]"));
  }

  private static Drill drill(CountDownLatch drawn, String kind, String candidate) {
    Exchange exchange =
        new Exchange.Scores(
            Texts.verify("p", Verifier.newBuilder(), List.of(candidate)), List.of(1.0));
    return new Drill(
        kind,
        _ -> {
          drawn.countDown();
          return exchange;
        });
  }
}
