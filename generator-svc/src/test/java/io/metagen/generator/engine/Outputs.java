package io.metagen.generator.engine;

import java.util.ArrayList;
import java.util.List;

/** Reads whole calls. */
final class Outputs {
  private Outputs() {}

  /** Waits until the call has ended and returns its samples' tokens, in the order of submission. */
  static List<List<Integer>> tokens(GenerationCall call) throws InterruptedException {
    List<List<Integer>> tokens = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      tokens.add(new ArrayList<>());
    }
    int open = call.size();
    while (open > 0) {
      for (CallOutput.Gain gain : call.output().next()) {
        gain.tokens().forEach(token -> tokens.get(gain.sample()).add(token.id()));
        open -= gain.ending().isPresent() ? 1 : 0;
      }
    }
    return tokens;
  }
}
