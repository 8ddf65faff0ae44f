package io.metagen.transformer.sampling;

import java.util.List;

/**
 * Which log-probabilities a row asks for.
 *
 * @param chosen whether that of the chosen token
 * @param top how many of the most probable tokens, at least 0
 * @param ids further token ids
 */
public record LogprobRequest(boolean chosen, int top, List<Integer> ids) {

  /** Nothing, which costs nothing. */
  public static final LogprobRequest NONE = new LogprobRequest(false, 0, List.of());

  public LogprobRequest {
    if (top < 0) {
      throw new IllegalArgumentException("top_logprobs: " + top + ", range [0, vocabulary]");
    }
    ids = List.copyOf(ids);
  }

  boolean empty() {
    return !chosen && !more();
  }

  /** Whether more than the chosen token's is asked for. */
  boolean more() {
    return top > 0 || !ids.isEmpty();
  }
}
