package io.metagen.verifier.reward;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logits that were read before, by the tokens up to their mark (SHA-256): a row that goes on from
 * one scored earlier is computed from there on. The least recently used are forgotten first. Not
 * thread-safe: the scorer's thread owns it.
 */
final class KnownLogits {
  private final Map<ByteBuffer, Float> logits;

  /**
   * @param most logits to know
   */
  KnownLogits(int most) {
    logits =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Float> eldest) {
            return size() > most;
          }
        };
  }

  /** Returns one logit for each mark, no number where it isn't known. */
  float[] of(MarkedRow row) {
    float[] known = new float[row.marks().length];
    ByteBuffer[] prefixes = prefixes(row);
    for (int i = 0; i < known.length; i++) {
      known[i] = logits.getOrDefault(prefixes[i], Float.NaN);
    }
    return known;
  }

  /** Keeps a row's logits, one for each mark. */
  void put(MarkedRow row, float[] read) {
    ByteBuffer[] prefixes = prefixes(row);
    for (int i = 0; i < read.length; i++) {
      logits.put(prefixes[i], read[i]);
    }
  }

  private static ByteBuffer[] prefixes(MarkedRow row) {
    ByteBuffer tokens = ByteBuffer.allocate(row.length() * Integer.BYTES);
    tokens.asIntBuffer().put(row.tokens());
    MessageDigest digest = sha256();
    ByteBuffer[] prefixes = new ByteBuffer[row.marks().length];
    int from = 0;
    for (int i = 0; i < prefixes.length; i++) {
      int to = (row.marks()[i] + 1) * Integer.BYTES;
      digest.update(tokens.array(), from, to - from);
      prefixes[i] = ByteBuffer.wrap(soFar(digest));
      from = to;
    }
    return prefixes;
  }

  private static byte[] soFar(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
