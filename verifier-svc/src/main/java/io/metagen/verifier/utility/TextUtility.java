package io.metagen.verifier.utility;

import java.util.List;

/**
 * A measure of how well one text, the hypothesis, serves in place of another, the evidence: higher
 * is better. Implementations are safe for use by several threads.
 */
public interface TextUtility {
  /** Returns the name in metrics and traces. */
  String name();

  /** Whether hypothesis and evidence may change places without changing the utility. */
  default boolean symmetric() {
    return true;
  }

  /** Returns the size of a text that {@link #effort} counts with: its code points. */
  default int size(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns what comparing takes. */
  Effort effort();

  /**
   * Reads texts, each once, so that pairs of them can be compared. Blocks.
   *
   * @param texts distinct texts
   * @throws InterruptedException if this thread is interrupted, after the work has stopped
   */
  Reading read(List<String> texts, Workers workers) throws InterruptedException;
}
