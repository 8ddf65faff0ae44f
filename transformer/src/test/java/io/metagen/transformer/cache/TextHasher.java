package io.metagen.transformer.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Names a prefix by its own text, so that two prefixes never collide. */
final class TextHasher implements PrefixHasher {
  @Override
  public byte[] root(String salt) {
    return (salt + ":").getBytes(UTF_8);
  }

  @Override
  public byte[] next(byte[] parent, int[] blockTokens) {
    return (new String(parent, UTF_8) + Arrays.toString(blockTokens)).getBytes(UTF_8);
  }
}
