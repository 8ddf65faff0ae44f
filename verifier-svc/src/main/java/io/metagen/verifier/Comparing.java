package io.metagen.verifier;

import io.metagen.verifier.utility.Comparison;
import java.util.List;

/** How the texts of one request are compared. */
interface Comparing {
  /** Returns the utility's name in metrics and traces. */
  String name();

  /**
   * Compares each hypothesis with each evidence. Blocks.
   *
   * @param hypotheses at least one
   * @param evidence empty for the hypotheses
   * @throws io.metagen.error.ServiceException if it can't be done
   * @throws InterruptedException if this thread is interrupted; the work has stopped then
   */
  Comparison compare(List<String> hypotheses, List<String> evidence) throws InterruptedException;
}
