package io.metagen.verifier.reward;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Returns one logit for each prefix, no number where it isn't known. */
  float[] of(List<ByteBuffer> prefixes) {
    float[] known = new float[prefixes.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = logits.getOrDefault(prefixes.get(i), Float.NaN);
    }
    return known;
  }

  /** Keeps logits, one for each prefix. */
  void put(List<ByteBuffer> prefixes, float[] read) {
    for (int i = 0; i < read.length; i++) {
      logits.put(prefixes.get(i), read[i]);
    }
  }

  /** Returns the names of a row's prefixes, one up to each mark. */
  static List<ByteBuffer> prefixes(MarkedRow row) {
    ByteBuffer tokens = ByteBuffer.allocate(row.length() * Integer.BYTES);
    tokens.asIntBuffer().put(row.tokens());
    MessageDigest digest = sha256();
    List<ByteBuffer> prefixes = new ArrayList<>();
    int from = 0;
    for (int mark : row.marks()) {
      int to = (mark + 1) * Integer.BYTES;
      digest.update(tokens.array(), from, to - from);
      prefixes.add(ByteBuffer.wrap(soFar(digest)));
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
