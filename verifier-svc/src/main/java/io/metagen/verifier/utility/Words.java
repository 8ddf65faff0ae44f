package io.metagen.verifier.utility;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Texts as sequences of numbered tokens: equal tokens have equal numbers. */
final class Words {
  private Words() {}

  /** Returns the tokens of each text. */
  static List<int[]> of(List<String> texts, Function<String, List<String>> tokenizer) {
    Map<String, Integer> numbers = new HashMap<>();
    return texts.stream()
        .map(
            text ->
                tokenizer.apply(text).stream().mapToInt(token -> number(token, numbers)).toArray())
        .toList();
  }

  private static int number(String token, Map<String, Integer> numbers) {
    int next = numbers.size();
    return numbers.computeIfAbsent(token, _ -> next);
  }
}
