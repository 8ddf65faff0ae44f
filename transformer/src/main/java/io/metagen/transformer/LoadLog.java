package io.metagen.transformer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Writes a line about a network's loading every few seconds, so that short loading is silent. Not
 * thread-safe: the thread that loads owns it.
 */
public final class LoadLog implements LoadListener {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
  private static final double GIGA = 1e9;

  private final String what;
  private final InstantSource clock;
  private final Consumer<String> line;
  private Instant next;

  /**
   * Starts now.
   *
   * @param what what the lines name, for example the folder
   * @param line takes each line
   */
  public LoadLog(String what, InstantSource clock, Consumer<String> line) {
    this.what = what;
    this.clock = clock;
    this.line = line;
    next = clock.instant().plus(BETWEEN_LINES);
  }

  @Override
  public void loaded(long bytes, long totalBytes) {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(BETWEEN_LINES);
    line.accept(
        String.format(
            Locale.ROOT,
            "loading %s: %.1f of %.1f GB, %d %%",
            what,
            bytes / GIGA,
            totalBytes / GIGA,
            100 * bytes / totalBytes));
  }
}
