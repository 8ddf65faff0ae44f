package io.metagen.trainer.training;

import java.util.Arrays;
import java.util.List;

/**
 * One row to learn from: a prompt and what may follow it. Several continuations share the prompt,
 * which is computed once.
 *
 * @param prompt token ids, at least one
 * @param continuations at least one
 */
@SuppressWarnings(
    "ArrayRecordComponent") // rows are never compared, and boxing millions of ids would cost
public record Example(int[] prompt, List<Continuation> continuations) {

  public Example {
    continuations = List.copyOf(continuations);
    if (prompt.length == 0 || continuations.isEmpty()) {
      throw new IllegalArgumentException("prompt, continuations: at least one each");
    }
  }

  /** A prompt and the one continuation that should be learned token by token. */
  public static Example of(int[] prompt, int[] continuation) {
    return new Example(prompt, List.of(Continuation.learned(continuation)));
  }

  /** Returns the prompt with a continuation. */
  public int[] sequence(int continuation) {
    int[] rest = continuations.get(continuation).tokens();
    int[] all = Arrays.copyOf(prompt, prompt.length + rest.length);
    System.arraycopy(rest, 0, all, prompt.length, rest.length);
    return all;
  }

  /**
   * Returns how many tokens are computed: with more than one continuation, each has its own copy of
   * the prompt's last token, after which its first one comes.
   */
  int length() {
    int own = continuations.stream().mapToInt(c -> c.tokens().length + 1).sum();
    return prompt.length - 1 + own;
  }
}
