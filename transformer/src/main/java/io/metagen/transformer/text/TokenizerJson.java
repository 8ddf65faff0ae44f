package io.metagen.transformer.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the project itself reads of a tokenizer.json; encoding is the library's.
 *
 * @param pieces vocabulary entry by id, empty where an id has none; added tokens hide model entries
 * @param ids id by vocabulary entry
 * @param special ids of added tokens that are marked special
 */
record TokenizerJson(
    List<String> pieces, Map<String, Integer> ids, BitSet special, DecoderSpec decoder) {

  /** Far above every published vocabulary: a larger id is a damaged or hostile file. */
  private static final int MAX_ID = 1 << 24;

  static TokenizerJson read(JsonFile file) {
    JsonNode model = file.get("model");
    if (!model.path("type").asText().equals("BPE")) {
      throw file.wrong("model.type", "is " + model.path("type") + "; only \"BPE\" is supported");
    }
    if (!model.path("vocab").isObject()) {
      throw file.wrong("model.vocab", "is not an object of ids");
    }
    Map<String, Integer> ids = new HashMap<>();
    model
        .path("vocab")
        .properties()
        .forEach(entry -> ids.put(entry.getKey(), id(file, "model.vocab", entry.getValue())));
    Map<String, Integer> added = new HashMap<>();
    BitSet special = new BitSet();
    for (JsonNode token : file.get("added_tokens")) {
      int id = id(file, "added_tokens", token.path("id"));
      added.put(token.path("content").asText(), id);
      special.set(id, token.path("special").asBoolean());
    }
    return new TokenizerJson(
        byId(file, ids, added), union(ids, added), special, DecoderSpec.read(file));
  }

  private static List<String> byId(
      JsonFile file, Map<String, Integer> vocabulary, Map<String, Integer> added) {
    int size = 0;
    for (int id : vocabulary.values()) {
      size = Math.max(size, id + 1);
    }
    for (int id : added.values()) {
      size = Math.max(size, id + 1);
    }
    String[] pieces = new String[size];
    Arrays.fill(pieces, "");
    vocabulary.forEach(
        (piece, id) -> {
          if (!pieces[id].isEmpty()) {
            throw file.wrong("model.vocab", "id " + id + " is given twice");
          }
          pieces[id] = piece;
        });
    added.forEach((piece, id) -> pieces[id] = piece);
    return List.of(pieces);
  }

  private static Map<String, Integer> union(Map<String, Integer> a, Map<String, Integer> b) {
    Map<String, Integer> all = new HashMap<>(a);
    all.putAll(b);
    return Map.copyOf(all);
  }

  private static int id(JsonFile file, String key, JsonNode node) {
    if (!node.isInt() || node.intValue() < 0 || node.intValue() > MAX_ID) {
      throw file.wrong(key, "id " + node + " is not an integer in [0, " + MAX_ID + "]");
    }
    return node.intValue();
  }
}
