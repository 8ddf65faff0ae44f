package io.metagen.transformer.sampling;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that have no token to choose: every token is masked, or the logits are not numbers. Sampling
 * changes nothing, so the other rows can be sampled again without these.
 */
public final class NoTokenException extends RuntimeException {

  private final List<Integer> rows;

  NoTokenException(List<Integer> rows) {
    super("rows " + rows + ": every token is masked or the logits are not finite");
    this.rows = List.copyOf(rows);
  }

  /** Throws if an id is negative, which is what a row without a token has in place of one. */
  static void throwIfAny(int[] ids) {
    List<Integer> none = IntStream.range(0, ids.length).filter(i -> ids[i] < 0).boxed().toList();
    if (!none.isEmpty()) {
      throw new NoTokenException(none);
    }
  }

  /** Indices of the rows, ascending. */
  public List<Integer> rows() {
    return rows;
  }
}
