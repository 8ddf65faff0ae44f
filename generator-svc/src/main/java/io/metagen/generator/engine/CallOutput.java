package io.metagen.generator.engine;

import io.metagen.error.ServiceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one call's results wait for its reader. The publisher's thread adds and never waits; one
 * other thread reads. What a slow reader misses is joined to larger gains, so the memory is bounded
 * by the call's own output. Thread-safe.
 */
public final class CallOutput {
  private final List<List<DrawnToken>> pending = new ArrayList<>();
  private final ArrayDeque<Integer> changed = new ArrayDeque<>();
  private final List<Optional<Ending>> endings = new ArrayList<>();
  private @Nullable ServiceException failure;
  private @Nullable CallReport report;

  CallOutput(int samples) {
    for (int i = 0; i < samples; i++) {
      pending.add(new ArrayList<>());
      endings.add(Optional.empty());
    }
  }

  /**
   * What one sample gained since the last look.
   *
   * @param sample index in the order of submission
   */
  public record Gain(int sample, List<DrawnToken> tokens, Optional<Ending> ending) {}

  /**
   * Waits until a sample gained something. Returns nothing once all ended and were read.
   *
   * @throws ServiceException if the call failed or was cancelled
   */
  public synchronized List<Gain> next() throws InterruptedException {
    while (changed.isEmpty() && report == null && failure == null) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    List<Gain> gains = new ArrayList<>(changed.size());
    for (int sample : changed) {
      gains.add(new Gain(sample, pending.get(sample), endings.get(sample)));
      pending.set(sample, new ArrayList<>());
    }
    changed.clear();
    return gains;
  }

  /** Returns what the call cost; present once all samples ended. */
  public synchronized Optional<CallReport> report() {
    return Optional.ofNullable(report);
  }

  /** Adds a token; {@link #wake} follows. */
  synchronized void add(int sample, DrawnToken token) {
    List<DrawnToken> tokens = pending.get(sample);
    if (tokens.isEmpty()) {
      changed.add(sample);
    }
    tokens.add(token);
  }

  /** Ends a sample; {@code done} comes with the call's last one, and {@link #wake} follows. */
  synchronized void end(int sample, Ending ending, Optional<CallReport> done) {
    endings.set(sample, Optional.of(ending));
    if (!changed.contains(sample)) {
      changed.add(sample);
    }
    report = done.orElse(null);
  }

  /** Lets the reader see what was added. */
  synchronized void wake() {
    notifyAll();
  }

  synchronized void fail(ServiceException thrown) {
    if (failure == null && report == null) {
      failure = thrown;
      notifyAll();
    }
  }
}
