package io.metagen.orchestrator.run;

import com.google.protobuf.util.Durations;
import io.metagen.orchestrator.strategy.EventSink;
import io.metagen.v1.Cost;
import io.metagen.v1.SearchEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives events their number and time, and leaves out costs that did not change. Owner: the run's
 * thread.
 */
final class NumberedEvents implements EventSink {
  private final EventSink next;
  private final InstantSource clock;
  private final Instant start;
  private long sequenceNumber;
  private Cost lastCost = Cost.getDefaultInstance();

  NumberedEvents(EventSink next, InstantSource clock, Instant start) {
    this.next = next;
    this.clock = clock;
    this.start = start;
  }

  @Override
  public void emit(SearchEvent.Builder event) throws InterruptedException {
    if (event.hasBudgetUsed()) {
      Cost cost = event.getBudgetUsed().getCost().toBuilder().clearWallTime().build();
      if (cost.equals(lastCost)) {
        return;
      }
      lastCost = cost;
    }
    next.emit(
        event
            .setSequenceNumber(sequenceNumber++)
            .setElapsed(Durations.fromNanos(Duration.between(start, clock.instant()).toNanos())));
  }
}
