package io.metagen.generator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metagen.transformer.CheckpointException;
import io.metagen.v1.SamplingParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sampling settings where a request is silent: those of the checkpoint's generation_config.json,
 * and where that is silent too the contract's. {@code "do_sample": false} means temperature 0.
 */
public final class GenerationDefaults {
  private static final String FILE = "generation_config.json";

  private GenerationDefaults() {}

  /**
   * Returns a message with every scalar field set, {@code logprobs} apart.
   *
   * @throws CheckpointException if the file is no JSON object or has a value of the wrong kind
   */
  public static SamplingParams read(Path folder) {
    Path file = folder.resolve(FILE);
    JsonNode root = root(file);
    boolean greedy = root.path("do_sample").isBoolean() && !root.path("do_sample").asBoolean();
    return SamplingParams.newBuilder()
        .setTemperature(greedy ? 0 : number(file, root, "temperature", 1))
        .setTopK((int) number(file, root, "top_k", 0))
        .setTopP(number(file, root, "top_p", 1))
        .setMinP(number(file, root, "min_p", 0))
        .setRepetitionPenalty(number(file, root, "repetition_penalty", 1))
        .setPresencePenalty(0)
        .setFrequencyPenalty(0)
        .build();
  }

  private static JsonNode root(Path file) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      return Files.exists(file) ? mapper.readTree(file.toFile()) : mapper.createObjectNode();
    } catch (IOException e) {
      throw new CheckpointException(file, "", "can't be read: " + e.getMessage(), e);
    }
  }

  private static float number(Path file, JsonNode root, String key, float fallback) {
    JsonNode value = root.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.isNumber()) {
      throw new CheckpointException(file, key, "must be a number, is " + value);
    }
    return value.floatValue();
  }
}
