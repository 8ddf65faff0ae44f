package io.metagen.trainer.vocabulary;

import java.nio.charset.StandardCharsets;

/**
 * The printable stand-ins for bytes in byte-level tokenizer files, after GPT-2's {@code
 * bytes_to_unicode}.
 */
final class ByteAlphabet {

  private static final char[] STAND_INS = standIns();

  private ByteAlphabet() {}

  static String of(int value) {
    return String.valueOf(STAND_INS[value]);
  }

  static String of(String text) {
    StringBuilder result = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      result.append(STAND_INS[Byte.toUnsignedInt(b)]);
    }
    return result.toString();
  }

  private static char[] standIns() {
    char[] result = new char[256];
    char next = 256;
    for (int b = 0; b < result.length; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      result[b] = printable ? (char) b : next++;
    }
    return result;
  }
}
