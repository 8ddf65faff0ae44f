package io.metagen.generator.engine;

import java.util.List;
import java.util.Set;

/**
 * Where one sample ends, validated by the endpoint.
 *
 * @param maxTokens most tokens of output, at least 1
 * @param endIds tokens that end the sample
 * @param strings stop strings, none empty
 * @param keepStop whether a matched stop string stays in the text
 * @param delimiters step delimiters, none empty; a matched one stays in the text
 * @param stepTokens tokens in a step, 0 for no such limit
 */
public record StopRules(
    int maxTokens,
    Set<Integer> endIds,
    List<String> strings,
    boolean keepStop,
    List<String> delimiters,
    int stepTokens) {
  public StopRules {
    endIds = Set.copyOf(endIds);
    strings = List.copyOf(strings);
    delimiters = List.copyOf(delimiters);
  }

  /** Ends after so many tokens and nowhere else. */
  public static StopRules after(int maxTokens) {
    return new StopRules(maxTokens, Set.of(), List.of(), false, List.of(), 0);
  }

  boolean looksAtText() {
    return !strings.isEmpty() || !delimiters.isEmpty();
  }
}
