package io.metagen.orchestrator.router;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the fields of a request to another service read in the request that this service got, such as
 * {@code inputs[0].prompt.text} as {@code spec.problem.prompt.text}.
 */
public final class FieldPaths {
  private final Map<String, String> prefixes;

  private FieldPaths(Map<String, String> prefixes) {
    this.prefixes = new TreeMap<>(prefixes);
  }

  /**
   * Returns the paths of generator requests.
   *
   * @param generation path of the Generation message
   * @param sampleCount path of the number of samples
   */
  public static FieldPaths ofGenerator(String generation, String sampleCount) {
    return new FieldPaths(
        Map.of(
            "model",
            generation + ".model",
            "sampling",
            generation + ".sampling",
            "stop",
            generation + ".stop",
            "constraint",
            generation + ".constraint",
            "speculation",
            generation + ".speculation",
            "cache_salt",
            "spec.cache_salt",
            "prompt",
            "spec.problem.prompt",
            "inputs[0].prompt",
            "spec.problem.prompt",
            "inputs[0].sample_count",
            sampleCount,
            "inputs",
            sampleCount));
  }

  /**
   * Returns the paths of verifier requests.
   *
   * @param verifier path of the Verifier message
   */
  public static FieldPaths ofVerifier(String verifier) {
    return new FieldPaths(Map.of("verifier", verifier, "problem", "spec.problem"));
  }

  /** Returns the path for the caller; the path itself where nothing is known of it. */
  public String map(String field) {
    String longest = "";
    for (String prefix : prefixes.keySet()) {
      if (prefix.length() > longest.length() && covers(prefix, field)) {
        longest = prefix;
      }
    }
    return longest.isEmpty() ? field : prefixes.get(longest) + field.substring(longest.length());
  }

  private static boolean covers(String prefix, String field) {
    return field.startsWith(prefix)
        && (field.length() == prefix.length() || ".[".indexOf(field.charAt(prefix.length())) >= 0);
  }
}
