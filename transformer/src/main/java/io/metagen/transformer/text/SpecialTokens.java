package io.metagen.transformer.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens with a role.
 *
 * @param bos the begin token, where the checkpoint has one
 * @param eos the end token, where the checkpoint has one
 * @param stops ids that end a generation: the end token and those of generation_config.json
 *     (without that file, of config.json)
 */
record SpecialTokens(OptionalInt bos, OptionalInt eos, Set<Integer> stops) {

  static SpecialTokens read(Path folder, Map<String, Integer> ids) {
    OptionalInt bos = id(folder, "bos_token", ids);
    OptionalInt eos = id(folder, "eos_token", ids);
    Set<Integer> stops = new HashSet<>();
    eos.ifPresent(stops::add);
    JsonFile generation = JsonFile.optional(folder.resolve("generation_config.json"));
    addStops(
        generation.root().isEmpty() ? JsonFile.optional(folder.resolve("config.json")) : generation,
        stops);
    return new SpecialTokens(bos, eos, Set.copyOf(stops));
  }

  /** The text of a token by its role, such as {@code bos_token}. */
  static Optional<String> text(Path folder, String role) {
    JsonFile file = file(folder, role);
    JsonNode value = file.get(role);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode text = value.isObject() ? value.path("content") : value;
    if (!text.isTextual()) {
      throw file.wrong(role, "is neither a string nor an object with a string \"content\"");
    }
    return Optional.of(text.asText());
  }

  private static JsonFile file(Path folder, String role) {
    JsonFile config = JsonFile.optional(folder.resolve("tokenizer_config.json"));
    JsonFile map = JsonFile.optional(folder.resolve("special_tokens_map.json"));
    return config.get(role).isMissingNode() ? map : config;
  }

  private static OptionalInt id(Path folder, String role, Map<String, Integer> ids) {
    Optional<String> text = text(folder, role);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    Integer id = ids.get(text.get());
    if (id == null) {
      throw file(folder, role)
          .wrong(role, "token \"" + text.get() + "\" is not in the vocabulary of tokenizer.json");
    }
    return OptionalInt.of(id);
  }

  private static void addStops(JsonFile file, Set<Integer> stops) {
    JsonNode value = file.get("eos_token_id");
    if (value.isMissingNode()) {
      return;
    }
    for (JsonNode id : value.isArray() ? value : Set.of(value)) {
      if (!id.isInt() || id.intValue() < 0) {
        throw file.wrong("eos_token_id", id + " is not a token id");
      }
      stops.add(id.intValue());
    }
  }
}
