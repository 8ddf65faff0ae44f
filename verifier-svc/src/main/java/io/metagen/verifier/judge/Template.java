package io.metagen.verifier.judge;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places such as {@code {problem}}. */
record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  /**
   * Returns the text with values in the places of their names. It is filled in one pass, so that
   * what looks like a place in a value stays; so does a place without a value.
   */
  String filled(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
  }
}
