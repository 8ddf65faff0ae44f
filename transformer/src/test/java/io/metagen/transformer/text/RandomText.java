package io.metagen.transformer.text;

import java.util.Random;

/** Random valid Unicode text, dense in the characters that tokenizers treat specially. */
final class RandomText {

  private static final String[] PIECES = {
    " ", "\n", "the", " the", " Sara", "7", "é", "日本", "🍎", "\t", "\u0000", "▁", "<|im_end|>", "<"
  };

  private RandomText() {}

  static String next(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(20);
    for (int i = 0; i < parts; i++) {
      if (random.nextBoolean()) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      } else {
        text.appendCodePoint(codePoint(random));
      }
    }
    return text.toString();
  }

  private static int codePoint(Random random) {
    int c = random.nextInt(random.nextBoolean() ? 0x300 : Character.MAX_CODE_POINT + 1);
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c;
  }
}
