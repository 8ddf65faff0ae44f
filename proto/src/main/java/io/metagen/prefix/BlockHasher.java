package io.metagen.prefix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hashes the full blocks of a token sequence, version 1 of the contract.
 *
 * <pre>
 * root    = SHA-256("metagen-block-1" 0 model 0 adapter 0 salt)   strings in UTF-8, 0 is one zero byte
 * hash(0) = SHA-256(root     | tokens of block 0)                 each token as 4 bytes, little-endian
 * hash(i) = SHA-256(hash(i-1) | tokens of block i)
 * </pre>
 *
 * <p>There is no seed: every process on every machine gets the same hashes. Model is the
 * fingerprint of configuration and weights, so blocks of different models never meet; nor do those
 * of different salts. Immutable.
 */
public final class BlockHasher {
  private static final String VERSION = "metagen-block-1";

  private final byte[] root;
  private final int blockSize;

  /**
   * @param model fingerprint of the model
   * @param adapter name and version of the adapter, empty for none
   * @param salt the caller's cache salt, empty for none
   * @param blockSize tokens in a block, at least 1
   */
  public BlockHasher(String model, String adapter, String salt, int blockSize) {
    if (blockSize < 1) {
      throw new IllegalArgumentException("blockSize: must be at least 1, is " + blockSize);
    }
    this.blockSize = blockSize;
    this.root =
        sha256()
            .digest(
                String.join("\0", VERSION, model, adapter, salt).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the hashes of all full blocks of {@code tokens}, first block first, 32 bytes each. */
  public List<byte[]> hashes(int[] tokens) {
    List<byte[]> hashes = new ArrayList<>(tokens.length / blockSize);
    byte[] parent = root;
    for (int start = 0; start + blockSize <= tokens.length; start += blockSize) {
      parent = next(parent, Arrays.copyOfRange(tokens, start, start + blockSize));
      hashes.add(parent);
    }
    return hashes;
  }

  /** Returns the hash that a sequence starts from: the parent of the first block. */
  public byte[] root() {
    return root.clone();
  }

  /** Returns the hash of the block that follows {@code parent}. */
  public byte[] next(byte[] parent, int[] blockTokens) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * blockTokens.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(blockTokens);
    MessageDigest digest = sha256();
    digest.update(parent);
    digest.update(bytes);
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
