package io.metagen.transformer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback"})
  void stream_ofRandomText_equalsDecodeAndCutsNoCharacter(String folder) {
    Random random = seeded();
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource(folder))) {
      for (int i = 0; i < 1_000; i++) {
        int[] ids = tokenizer.encode(RandomText.next(random), false);
        assertStreamEqualsDecode(tokenizer, ids);
      }
    }
  }

  /** Random ids are mostly invalid UTF-8: the replacement characters must agree too. */
  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "byte-fallback"})
  void stream_ofRandomIds_equalsDecode(String folder) {
    Random random = seeded();
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource(folder))) {
      for (int i = 0; i < 5_000; i++) {
        int[] ids = random.ints(random.nextInt(12), 0, tokenizer.vocabularySize() + 3).toArray();
        assertStreamEqualsDecode(tokenizer, ids);
      }
    }
  }

  /** Sequences over the bytes where validity depends on the byte before. */
  @Test
  void stream_ofBorderBytes_equalsDecode() {
    int[] border = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED};
    int[] more = {0xEF, 0xF0, 0xF4, 0xF5, 0xFF};
    Random random = seeded();
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource("byte-level"))) {
      for (int i = 0; i < 10_000; i++) {
        int[] ids =
            random
                .ints(1 + random.nextInt(6), 0, border.length + more.length)
                .map(k -> (k < border.length ? border[k] : more[k - border.length]))
                .toArray();
        assertStreamEqualsDecode(tokenizer, ids);
      }
    }
  }

  @Test
  void append_partOfCharacter_waitsForTheRest() {
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource("byte-level"))) {
      StreamDecoder decoder = tokenizer.newStreamDecoder();
      int firstThree = tokenizer.id("ðŁį").orElseThrow();

      assertThat(decoder.append(firstThree)).isEmpty();
      assertThat(decoder.append(0x8E)).isEqualTo("🍎");
      assertThat(decoder.finish()).isEmpty();
    }
  }

  @Test
  void append_characterBrokenOff_isReplacedAtOnce() {
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource("byte-level"))) {
      StreamDecoder decoder = tokenizer.newStreamDecoder();

      assertThat(decoder.append(tokenizer.id("ðŁį").orElseThrow())).isEmpty();
      assertThat(decoder.append(tokenizer.id("the").orElseThrow())).isEqualTo("\uFFFDthe");
    }
  }

  @Test
  void finish_partOfCharacter_isReplacedThen() {
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource("byte-level"))) {
      StreamDecoder decoder = tokenizer.newStreamDecoder();

      assertThat(decoder.append(tokenizer.id("ðŁį").orElseThrow())).isEmpty();
      assertThat(decoder.finish()).isEqualTo("\uFFFD");
    }
  }

  private static void assertStreamEqualsDecode(Tokenizer tokenizer, int[] ids) {
    for (boolean skip : new boolean[] {true, false}) {
      StreamDecoder decoder = tokenizer.newStreamDecoder(skip);
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        String part = decoder.append(id);
        assertThat(part.isEmpty() || !Character.isHighSurrogate(part.charAt(part.length() - 1)))
            .isTrue();
        text.append(part);
      }
      text.append(decoder.finish());
      assertThat(text.toString()).isEqualTo(tokenizer.decode(ids, skip));
    }
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("StreamDecoderTest seed " + seed);
    return new Random(seed);
  }
}
