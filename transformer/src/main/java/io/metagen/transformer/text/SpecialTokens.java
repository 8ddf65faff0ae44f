package io.metagen.transformer.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens with a role.
 *
 * @param bosToken text of the begin token, empty where the checkpoint has none
 * @param eosToken text of the end token, empty where the checkpoint has none
 * @param stops ids that end a generation: the end token and those of generation_config.json
 *     (without that file, of config.json)
 */
record SpecialTokens(
    String bosToken, OptionalInt bos, String eosToken, OptionalInt eos, Set<Integer> stops) {

  static SpecialTokens read(Path folder, Map<String, Integer> ids) {
    Role bos = role(folder, "bos_token", ids);
    Role eos = role(folder, "eos_token", ids);
    Set<Integer> stops = new HashSet<>();
    eos.id().ifPresent(stops::add);
    JsonFile generation = JsonFile.optional(folder.resolve("generation_config.json"));
    addStops(
        generation.root().isEmpty() ? JsonFile.optional(folder.resolve("config.json")) : generation,
        stops);
    return new SpecialTokens(bos.text(), bos.id(), eos.text(), eos.id(), Set.copyOf(stops));
  }

  private static Role role(Path folder, String key, Map<String, Integer> ids) {
    JsonFile config = JsonFile.optional(folder.resolve("tokenizer_config.json"));
    JsonFile map = JsonFile.optional(folder.resolve("special_tokens_map.json"));
    JsonFile file = config.get(key).isMissingNode() ? map : config;
    JsonNode value = file.get(key);
    if (value.isMissingNode()) {
      return new Role("", OptionalInt.empty());
    }
    JsonNode text = value.isObject() ? value.path("content") : value;
    if (!text.isTextual()) {
      throw file.wrong(key, "is neither a string nor an object with a string \"content\"");
    }
    Integer id = ids.get(text.asText());
    if (id == null) {
      throw file.wrong(key, "token " + text + " is not in the vocabulary of tokenizer.json");
    }
    return new Role(text.asText(), OptionalInt.of(id));
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

  private record Role(String text, OptionalInt id) {}
}
