package io.metagen.transformer.sampling;

import java.util.List;

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

  /** Indices of the rows, ascending. */
  public List<Integer> rows() {
    return rows;
  }
}
