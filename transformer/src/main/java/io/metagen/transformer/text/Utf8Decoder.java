package io.metagen.transformer.text;

/**
 * UTF-8 decoding byte by byte: a character is appended once its last byte is there, U+FFFD as soon
 * as no continuation could make the bytes valid. This is the "UTF-8 decoder" of the WHATWG Encoding
 * Standard (one U+FFFD per maximal subpart), which Rust's {@code from_utf8_lossy} follows too; the
 * JDK's decoder differs on encoded surrogates.
 */
final class Utf8Decoder {

  private static final char REPLACEMENT = '\uFFFD';

  private int codePoint;
  private int needed;
  private int lower = 0x80;
  private int upper = 0xBF;

  void append(byte[] bytes, StringBuilder out) {
    for (byte b : bytes) {
      append(b & 0xFF, out);
    }
  }

  /** Ends the text: bytes that still wait for a continuation are invalid now. */
  void finish(StringBuilder out) {
    if (needed > 0) {
      out.append(REPLACEMENT);
      reset();
    }
  }

  private void append(int b, StringBuilder out) {
    if (needed > 0 && (b < lower || b > upper)) {
      out.append(REPLACEMENT);
      reset();
    }
    if (needed == 0) {
      lead(b, out);
    } else {
      lower = 0x80;
      upper = 0xBF;
      codePoint = codePoint << 6 | (b & 0x3F);
      if (--needed == 0) {
        out.appendCodePoint(codePoint);
      }
    }
  }

  private void lead(int b, StringBuilder out) {
    if (b < 0x80) {
      out.append((char) b);
    } else if (b >= 0xC2 && b <= 0xDF) {
      start(1, b & 0x1F);
    } else if (b >= 0xE0 && b <= 0xEF) {
      start(2, b & 0x0F);
      lower = b == 0xE0 ? 0xA0 : 0x80;
      upper = b == 0xED ? 0x9F : 0xBF;
    } else if (b >= 0xF0 && b <= 0xF4) {
      start(3, b & 0x07);
      lower = b == 0xF0 ? 0x90 : 0x80;
      upper = b == 0xF4 ? 0x8F : 0xBF;
    } else {
      out.append(REPLACEMENT);
    }
  }

  private void start(int continuations, int bits) {
    needed = continuations;
    codePoint = bits;
  }

  private void reset() {
    needed = 0;
    lower = 0x80;
    upper = 0xBF;
  }
}
