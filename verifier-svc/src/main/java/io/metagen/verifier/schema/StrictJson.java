package io.metagen.verifier.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as RFC 8259 has it: one value, no key twice in an object, at most {@value #DEEPEST}
 * levels.
 */
final class StrictJson {
  static final int DEEPEST = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Returns the value that a text is.
   *
   * @throws NotJsonException if it is none; the message says why and where
   */
  static JsonNode read(String text) {
    JsonNode value;
    try {
      value = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NotJsonException(e.getOriginalMessage() + at(e.getLocation()));
    }
    if (value.isMissingNode()) {
      throw new NotJsonException("there is nothing");
    }
    if (hasInfinity(value)) {
      throw new NotJsonException("a number is too large");
    }
    return value;
  }

  private static boolean hasInfinity(JsonNode value) {
    if (value.isDouble() && Double.isInfinite(value.doubleValue())) {
      return true;
    }
    for (JsonNode part : value) {
      if (hasInfinity(part)) {
        return true;
      }
    }
    return false;
  }

  private static String at(@Nullable JsonLocation where) {
    return where == null
        ? ""
        : ", at line " + where.getLineNr() + ", column " + where.getColumnNr();
  }

  /** A text that is no JSON. */
  static final class NotJsonException extends RuntimeException {
    NotJsonException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
