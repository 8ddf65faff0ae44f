package io.metagen.generator.engine;

import io.metagen.transformer.text.StreamDecoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of one sample, token by token, and the first stop string or step delimiter in it. What
 * matches depends on the text alone, not on how tokens cut it: the match that ends first, the
 * longest among those; a stop string before a delimiter.
 *
 * <p>The engine and the call each keep one over the same tokens: the engine to end the sample, the
 * call to cut its text. Not thread-safe.
 */
public final class StopMatcher {
  /*
   * Who has which characters of the text:
   *
   *   [0, taken)        sent
   *   [taken, held)     may be sent
   *   [held, length)    could be the beginning of a stop string: kept back until more is known
   *   beyond            bytes of a character that is not complete, inside the decoder
   */
  private final StreamDecoder decoder;
  private final StopRules rules;
  private final int longest;
  private final StringBuilder text = new StringBuilder();
  private int taken;
  private boolean finished;
  private @Nullable Ending match;

  public StopMatcher(StreamDecoder decoder, StopRules rules) {
    this.decoder = decoder;
    this.rules = rules;
    this.longest =
        Stream.concat(rules.strings().stream(), rules.delimiters().stream())
            .mapToInt(String::length)
            .max()
            .orElse(0);
  }

  /** Adds a token's text; returns the match that it completed. After a match nothing is added. */
  public Optional<Ending> append(int id) {
    if (match == null) {
      add(decoder.append(id));
    }
    return Optional.ofNullable(match);
  }

  /** Ends the text: nothing is kept back any more. */
  public void finish() {
    if (match == null) {
      text.append(decoder.finish());
    }
    finished = true;
  }

  /** Returns the text that became certain since the last call. */
  public String take() {
    int end = text.length() - (finished || match != null ? 0 : heldBack());
    String ready = text.substring(taken, end);
    taken = end;
    return ready;
  }

  /** Returns the whole text so far, cut at the match. */
  public String text() {
    return text.toString();
  }

  private void add(String more) {
    int from = text.length();
    text.append(more);
    for (int end = from + 1; end <= text.length() && match == null && longest > 0; end++) {
      cutAt(end);
    }
  }

  /** Looks for a match that ends at {@code end} and cuts the text there. */
  private void cutAt(int end) {
    @Nullable String stop = longestEndingAt(rules.strings(), end);
    @Nullable String delimiter = longestEndingAt(rules.delimiters(), end);
    if (stop != null) {
      text.setLength(rules.keepStop() ? end : end - stop.length());
      match = new Ending.StopString(stop);
    } else if (delimiter != null) {
      text.setLength(end);
      match = new Ending.StepDelimiter(delimiter);
    }
  }

  private @Nullable String longestEndingAt(List<String> candidates, int end) {
    @Nullable String found = null;
    for (String candidate : candidates) {
      boolean longer = found == null || candidate.length() > found.length();
      if (longer && matches(candidate, candidate.length(), end)) {
        found = candidate;
      }
    }
    return found;
  }

  /** Whether the first {@code length} characters of a candidate stand before {@code end}. */
  private boolean matches(String candidate, int length, int end) {
    int start = end - length;
    if (start < 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(start + i) != candidate.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many last characters could be the beginning of a stop string that will be cut. */
  private int heldBack() {
    if (rules.keepStop()) {
      return 0;
    }
    int end = text.length();
    for (int length = Math.min(longest - 1, end - taken); length > 0; length--) {
      for (String stop : rules.strings()) {
        if (length < stop.length() && matches(stop, length, end)) {
          return length;
        }
      }
    }
    return 0;
  }
}
