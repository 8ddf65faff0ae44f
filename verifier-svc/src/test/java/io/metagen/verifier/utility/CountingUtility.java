package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A utility of 10 times the hypothesis's length and once the evidence's, so that a value shows
 * which of two exchanged pairs was computed. It notes what it is asked.
 */
class CountingUtility implements TextUtility {
  private final boolean symmetric;
  private final Effort effort;
  private final List<String> texts = new ArrayList<>();
  private final Queue<String> computed = new ConcurrentLinkedQueue<>();

  CountingUtility(boolean symmetric, Effort effort) {
    this.symmetric = symmetric;
    this.effort = effort;
  }

  List<String> texts() {
    return texts;
  }

  List<String> computed() {
    return List.copyOf(computed);
  }

  double measure(String hypothesis, String evidence) {
    return 10.0 * hypothesis.length() + evidence.length();
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public boolean symmetric() {
    return symmetric;
  }

  @Override
  public Effort effort() {
    return effort;
  }

  @Override
  public Reading read(List<String> all, Workers workers) {
    texts.addAll(all);
    return Reading.free(
        (hypothesis, evidence) -> {
          computed.add(all.get(hypothesis) + "|" + all.get(evidence));
          return measure(all.get(hypothesis), all.get(evidence));
        });
  }
}
