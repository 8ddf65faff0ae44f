package io.metagen.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.metagen.v1.VerifyRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Judgements by everything that they depend on: the verifier's name and version, how to judge, the
 * problem and the candidate (SHA-256 of all). Failures are not kept. Thread-safe.
 */
final class JudgementCache {
  private final Cache<ByteBuffer, Judgement> judgements;

  /**
   * @param entries most judgements to keep, 0 for none
   */
  JudgementCache(long entries) {
    // What is too much leaves at once, on the thread that adds: there is no other that would do it.
    judgements = Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run).build();
  }

  /** Returns the key of all of a call's candidates but their texts. */
  static byte[] callKey(String name, String version, VerifyRequest request) {
    VerifyRequest rest = request.toBuilder().clearCandidates().clearValidateOnly().build();
    MessageDigest digest = sha256();
    add(digest, name.getBytes(UTF_8));
    add(digest, version.getBytes(UTF_8));
    add(digest, rest.toByteArray());
    return digest.digest();
  }

  Optional<Judgement> find(byte[] callKey, String candidate) {
    return Optional.ofNullable(judgements.getIfPresent(key(callKey, candidate)));
  }

  void put(byte[] callKey, String candidate, Judgement judgement) {
    if (!judgement.verification().hasFailure()) {
      judgements.put(key(callKey, candidate), judgement);
    }
  }

  private static ByteBuffer key(byte[] callKey, String candidate) {
    MessageDigest digest = sha256();
    digest.update(callKey);
    digest.update(candidate.getBytes(UTF_8));
    return ByteBuffer.wrap(digest.digest());
  }

  /** A part's length goes before it, so that no two sequences of parts are the same bytes. */
  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
