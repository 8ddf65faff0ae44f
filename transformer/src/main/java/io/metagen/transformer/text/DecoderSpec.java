package io.metagen.transformer.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.metagen.transformer.text.ByteFallbackStream.Replacement;
import java.util.ArrayList;
import java.util.List;

/** The {@code decoder} of a tokenizer.json, in the forms that can be streamed exactly. */
sealed interface DecoderSpec {

  StreamDecoder newStream(Pieces pieces);

  /** Byte-level vocabularies. */
  record ByteLevel() implements DecoderSpec {
    @Override
    public StreamDecoder newStream(Pieces pieces) {
      return new ByteLevelStream(pieces);
    }
  }

  /** SentencePiece vocabularies with byte fallback. */
  record ByteFallback(List<Replacement> replacements, String strip, int maxStrips)
      implements DecoderSpec {
    @Override
    public StreamDecoder newStream(Pieces pieces) {
      return new ByteFallbackStream(pieces, replacements, strip, maxStrips);
    }
  }

  /**
   * Reads {@code ByteLevel}, alone or in a sequence, or {@code Replace* ByteFallback Fuse Strip?}.
   */
  static DecoderSpec read(JsonFile file) {
    List<JsonNode> steps = steps(file.get("decoder"));
    if (steps.size() == 1 && is(steps.getFirst(), "ByteLevel")) {
      return new ByteLevel();
    }
    List<Replacement> replacements = new ArrayList<>();
    int next = 0;
    for (; next < steps.size() && is(steps.get(next), "Replace"); next++) {
      replacements.add(replacement(file, steps.get(next)));
    }
    if (!is(steps, next, "ByteFallback") || !is(steps, next + 1, "Fuse")) {
      throw unsupported(file, steps);
    }
    if (steps.size() == next + 2) {
      return new ByteFallback(replacements, " ", 0);
    }
    JsonNode strip = steps.get(next + 2);
    boolean onlyStart = is(strip, "Strip") && strip.path("stop").asInt(-1) == 0;
    if (steps.size() > next + 3 || !onlyStart) {
      throw unsupported(file, steps);
    }
    return new ByteFallback(
        replacements, strip.path("content").asText(), strip.path("start").asInt());
  }

  private static Replacement replacement(JsonFile file, JsonNode step) {
    JsonNode pattern = step.path("pattern").path("String");
    if (!pattern.isTextual() || !step.path("content").isTextual()) {
      throw file.wrong("decoder.Replace.pattern", "only a String pattern can be streamed");
    }
    return new Replacement(pattern.asText(), step.path("content").asText());
  }

  private static List<JsonNode> steps(JsonNode decoder) {
    if (!is(decoder, "Sequence")) {
      return List.of(decoder);
    }
    List<JsonNode> steps = new ArrayList<>();
    decoder.path("decoders").forEach(steps::add);
    return steps;
  }

  private static boolean is(List<JsonNode> steps, int index, String type) {
    return index < steps.size() && is(steps.get(index), type);
  }

  private static boolean is(JsonNode step, String type) {
    return step.path("type").asText().equals(type);
  }

  private static RuntimeException unsupported(JsonFile file, List<JsonNode> steps) {
    List<String> types = steps.stream().map(step -> step.path("type").asText("none")).toList();
    return file.wrong(
        "decoder",
        "steps "
            + types
            + " can't be streamed; known are ByteLevel, and Replace.. ByteFallback"
            + " Fuse Strip (at the start)");
  }
}
