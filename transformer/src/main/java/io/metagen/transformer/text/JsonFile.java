package io.metagen.transformer.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.metagen.transformer.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One JSON file of a model folder; an absent optional file reads as an object without keys. */
record JsonFile(Path path, JsonNode root) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static JsonFile required(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(path, "", "no such file; a model folder needs it");
    }
    return read(path);
  }

  static JsonFile optional(Path path) {
    return Files.isRegularFile(path) ? read(path) : new JsonFile(path, MAPPER.createObjectNode());
  }

  private static JsonFile read(Path path) {
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(path));
      if (root == null || !root.isObject()) {
        throw new CheckpointException(path, "", "not a JSON object");
      }
      return new JsonFile(path, root);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(path, "", "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(path, "", "can't be read: " + e.getMessage(), e);
    }
  }

  /** The value under a key; a missing node where the key is absent or null. */
  JsonNode get(String key) {
    JsonNode value = root.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  CheckpointException wrong(String key, String problem) {
    return new CheckpointException(path, key, problem);
  }
}
