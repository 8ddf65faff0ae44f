package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/** A 32-byte block hash as four longs: a map key of fixed size. Immutable. */
record BlockHash(long a, long b, long c, long d) {
  static final int BYTES = 4 * Long.BYTES;
  static final BlockHash ZERO = new BlockHash(0, 0, 0, 0);

  /** Reads a hash of {@link #BYTES} bytes; any other length is an IllegalArgumentException. */
  static BlockHash of(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "a block hash has " + BYTES + " bytes, this one has " + bytes.size());
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new BlockHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /** Returns the exclusive or of both: the digest of a set is that of its members in any order. */
  BlockHash xor(BlockHash other) {
    return new BlockHash(a ^ other.a, b ^ other.b, c ^ other.c, d ^ other.d);
  }

  ByteString toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    buffer.putLong(a).putLong(b).putLong(c).putLong(d).flip();
    return ByteString.copyFrom(buffer);
  }
}
