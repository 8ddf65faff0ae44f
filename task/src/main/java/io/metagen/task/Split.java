package io.metagen.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Training, validation or test problems. They are kept apart twice: the seeds of a split lie in a
 * range of their own, and a text belongs to the one split that its hash names, whatever seed it
 * came from.
 */
public enum Split {
  TRAIN(0),
  VALIDATION(1),
  TEST(2);

  private static final int BUCKETS = 16;

  private final long quarter;

  Split(long quarter) {
    this.quarter = quarter;
  }

  /**
   * The split that a text belongs to: one sixteenth each for validation and test, the rest for
   * training.
   */
  public static Split of(String problem) {
    int bucket = Byte.toUnsignedInt(sha256(problem)[0]) % BUCKETS;
    return switch (bucket) {
      case 0 -> TEST;
      case 1 -> VALIDATION;
      default -> TRAIN;
    };
  }

  /** Maps 64 mixed bits into this split's own quarter of the seeds. */
  long seed(long bits) {
    return (quarter << 62) | (bits >>> 2);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
