package io.metagen.transformer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Typed, range-checked access to the keys of one JSON object; every error names file and key. */
record JsonKeys(Path file, String prefix, JsonNode node) {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Returns the object in a file. */
  static JsonKeys read(Path file) {
    try {
      return of(file, MAPPER.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, "", "not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file, "", "can't be read: " + e, e);
    }
  }

  static JsonKeys of(Path file, JsonNode node) {
    if (!node.isObject()) {
      throw new CheckpointException(file, "", "must be a JSON object");
    }
    return new JsonKeys(file, "", node);
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** Returns the object under a key. */
  JsonKeys object(String key) {
    JsonNode value = node.path(key);
    if (!value.isObject()) {
      throw error(key, "must be a JSON object");
    }
    return new JsonKeys(file, prefix + key + ".", value);
  }

  String text(String key) {
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw error(key, "must be a string" + found(value));
    }
    return value.textValue();
  }

  boolean flag(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    JsonNode value = node.path(key);
    if (!value.isBoolean()) {
      throw error(key, "must be true or false" + found(value));
    }
    return value.booleanValue();
  }

  int integer(String key, int max) {
    JsonNode value = node.path(key);
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > max) {
      throw error(key, "must be an integer from 1 to " + max + found(value));
    }
    return value.intValue();
  }

  OptionalInt optionalInteger(String key, int max) {
    return has(key) ? OptionalInt.of(integer(key, max)) : OptionalInt.empty();
  }

  /** Returns a finite number above zero. */
  double positive(String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber() || !(value.doubleValue() > 0) || !Double.isFinite(value.doubleValue())) {
      throw error(key, "must be a finite number above 0" + found(value));
    }
    return value.doubleValue();
  }

  OptionalDouble optionalPositive(String key) {
    return has(key) ? OptionalDouble.of(positive(key)) : OptionalDouble.empty();
  }

  CheckpointException error(String key, String problem) {
    return new CheckpointException(file, "key " + prefix + key, problem);
  }

  private static String found(JsonNode value) {
    String text = value.toString();
    return value.isMissingNode()
        ? ", but is missing"
        : ", not " + text.substring(0, Math.min(text.length(), 40));
  }
}
