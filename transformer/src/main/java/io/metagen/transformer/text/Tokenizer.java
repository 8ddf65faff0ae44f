package io.metagen.transformer.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokenizer of a checkpoint (tokenizer.json, a BPE model), with the special tokens and stop ids
 * of the files beside it. Encoding and decoding are Hugging Face's tokenizers library. Safe for use
 * by several threads until closed.
 */
public final class Tokenizer implements AutoCloseable {

  /** Without these the library would cut every text at 512 tokens. */
  private static final Map<String, String> WHOLE_TEXT =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer library;
  private final TokenizerJson json;
  private final SpecialTokens special;

  private Tokenizer(HuggingFaceTokenizer library, TokenizerJson json, SpecialTokens special) {
    this.library = library;
    this.json = json;
    this.special = special;
  }

  /**
   * Reads tokenizer.json and, where present, tokenizer_config.json, special_tokens_map.json,
   * generation_config.json and the {@code vocab_size} of config.json.
   *
   * @throws io.metagen.transformer.CheckpointException naming the file and key that can't be used
   */
  public static Tokenizer load(Path folder) {
    JsonFile file = JsonFile.required(folder.resolve("tokenizer.json"));
    TokenizerJson json = TokenizerJson.read(file);
    SpecialTokens special = SpecialTokens.read(folder, json.ids());
    checkSize(file, json, JsonFile.optional(folder.resolve("config.json")));
    return new Tokenizer(library(file), json, special);
  }

  private static void checkSize(JsonFile file, TokenizerJson json, JsonFile config) {
    JsonNode size = config.get("vocab_size");
    if (!size.isMissingNode() && json.pieces().size() > size.asInt()) {
      throw file.wrong(
          "model.vocab",
          "has id " + (json.pieces().size() - 1) + " but vocab_size in config.json is " + size);
    }
  }

  private static HuggingFaceTokenizer library(JsonFile file) {
    try {
      return HuggingFaceTokenizer.newInstance(file.path(), WHOLE_TEXT);
    } catch (IOException | RuntimeException e) { // the native side throws bare RuntimeExceptions
      throw file.wrong("", "refused by the tokenizers library: " + e.getMessage());
    }
  }

  /**
   * The token ids of a text.
   *
   * @param addSpecialTokens whether the checkpoint's post-processor adds its own, such as the begin
   *     token
   * @throws IllegalArgumentException if the text has an unpaired surrogate
   */
  public int[] encode(String text, boolean addSpecialTokens) {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new IllegalArgumentException("text: has an unpaired surrogate");
    }
    long[] ids = library.encode(text, addSpecialTokens, false).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * The text of token ids; ids without a vocabulary entry (padded embedding rows) have none.
   *
   * @throws IllegalArgumentException if an id is negative
   */
  public String decode(int[] ids, boolean skipSpecialTokens) {
    for (int id : ids) {
      if (id < 0) {
        throw new IllegalArgumentException("ids: " + id + " is negative");
      }
    }
    return library.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
  }

  /** A decoder for one sequence that skips special tokens, as generated text is shown. */
  public StreamDecoder newStreamDecoder() {
    return newStreamDecoder(true);
  }

  /** A decoder for one sequence. */
  public StreamDecoder newStreamDecoder(boolean skipSpecialTokens) {
    BitSet skipped = skipSpecialTokens ? json.special() : new BitSet();
    return json.decoder().newStream(new Pieces(json.pieces(), skipped));
  }

  /** One more than the highest id. The model's embedding may be padded beyond it. */
  public int vocabularySize() {
    return json.pieces().size();
  }

  /** The id of an exact vocabulary entry or added token, such as {@code <|im_end|>}. */
  public OptionalInt id(String piece) {
    Integer id = json.ids().get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  public OptionalInt bosId() {
    return special.bos();
  }

  public OptionalInt eosId() {
    return special.eos();
  }

  /** Ids that end a generation: the end token and those of generation_config.json. */
  public Set<Integer> stopIds() {
    return special.stops();
  }

  public boolean isSpecial(int id) {
    return id >= 0 && json.special().get(id);
  }

  @Override
  public void close() {
    library.close();
  }
}
