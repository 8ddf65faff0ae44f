package io.metagen.transformer.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The printable alphabet in which byte-level vocabularies write bytes: 33-126, 161-172 and 174-255
 * stand for themselves, the other 68 bytes in order for U+0100 and up (GPT-2's {@code
 * bytes_to_unicode}).
 */
final class ByteAlphabet {

  private static final int[] BYTE_OF = byteOf();

  private ByteAlphabet() {}

  /**
   * The bytes that a vocabulary entry stands for. An entry with a character outside the alphabet is
   * plain text, as added tokens may be.
   */
  static byte[] bytes(String piece) {
    byte[] bytes = new byte[piece.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = piece.charAt(i);
      if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
        return piece.getBytes(StandardCharsets.UTF_8);
      }
      bytes[i] = (byte) BYTE_OF[c];
    }
    return bytes;
  }

  private static int[] byteOf() {
    int[] table = new int[256 + 68];
    Arrays.fill(table, -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
      table[printable ? b : next++] = b;
    }
    return table;
  }
}
