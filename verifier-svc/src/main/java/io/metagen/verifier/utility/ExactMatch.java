package io.metagen.verifier.utility;

import java.util.List;

/** Is 1 where the texts are equal, code point for code point, else 0. */
public record ExactMatch() implements TextUtility {
  @Override
  public String name() {
    return "exact_match";
  }

  @Override
  public Effort effort() {
    return new Effort(0, 10, 0, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) {
    return Reading.free((hypothesis, evidence) -> hypothesis == evidence ? 1 : 0);
  }
}
