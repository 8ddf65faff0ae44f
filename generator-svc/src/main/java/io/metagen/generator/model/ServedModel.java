package io.metagen.generator.model;

import io.metagen.prefix.BlockHasher;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.text.ChatTemplate;
import io.metagen.transformer.text.Tokenizer;
import io.metagen.v1.SamplingParams;
import java.util.Optional;
import java.util.Set;

/**
 * What callers may know of the loaded model. Immutable and thread-safe.
 *
 * @param name name under which it is served
 * @param version fingerprint over configuration and weights
 * @param chatTemplate empty where the checkpoint has none
 * @param defaults sampling settings where a request is silent, every scalar set
 * @param blockSize tokens in a block of the prefix cache
 * @param kvTokens tokens of the longest sequence that the whole key/value memory has room for
 */
public record ServedModel(
    String name,
    String version,
    ModelConfig config,
    Tokenizer tokenizer,
    Optional<ChatTemplate> chatTemplate,
    SamplingParams defaults,
    int blockSize,
    int kvTokens) {

  public Set<Integer> eosIds() {
    return tokenizer.stopIds();
  }

  /** Whether the id is one of the model's vocabulary. */
  public boolean knows(int tokenId) {
    return tokenId >= 0 && tokenId < config.vocabularySize();
  }

  /** Returns the hasher of blocks under a cache salt. */
  public BlockHasher hasher(String salt) {
    return new BlockHasher(version, "", salt, blockSize);
  }
}
