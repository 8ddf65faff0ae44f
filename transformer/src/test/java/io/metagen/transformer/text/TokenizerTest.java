package io.metagen.transformer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metagen.transformer.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

  private static final Path BYTE_LEVEL = Folders.resource("byte-level");

  @Test
  void encode_wholeWordsOfTheVocabulary_areOneTokenEach() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.encode("Sara has 12 apples", false))
          .containsExactly(
              id(tokenizer, "Sara"),
              id(tokenizer, "Ġhas"),
              id(tokenizer, "Ġ"),
              '1',
              '2',
              id(tokenizer, "Ġapples"));
    }
  }

  @Test
  void encode_unknownWord_fallsToItsBytes() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.encode("né", false)).containsExactly('n', 0xC3, 0xA9);
    }
  }

  @Test
  void encode_specialTokenInText_isItsId() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.encode("<|im_start|>the", false))
          .containsExactly(id(tokenizer, "<|im_start|>"), id(tokenizer, "the"));
    }
  }

  @Test
  void encode_addSpecialTokens_startsWithTheBeginToken() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.encode("the", true))
          .containsExactly(tokenizer.bosId().orElseThrow(), id(tokenizer, "the"));
    }
  }

  @Test
  void encode_longText_isNotTruncated() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.encode("1".repeat(20_000), false)).hasSize(20_000);
    }
  }

  @Test
  void encode_unpairedSurrogate_isRefused() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.encode("a\uD800b", false))
          .withMessageContaining("surrogate");
    }
  }

  @Test
  void decode_ofEncodedRandomText_isTheText() {
    long seed = System.nanoTime();
    System.out.println("TokenizerTest seed " + seed);
    Random random = new Random(seed);
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      for (int i = 0; i < 2_000; i++) {
        String text = RandomText.next(random);
        assertThat(tokenizer.decode(tokenizer.encode(text, false), false)).isEqualTo(text);
      }
    }
  }

  @Test
  void decode_skipSpecialTokens_leavesThemOut() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      int[] ids = tokenizer.encode("<|im_start|>the<tool é><|im_end|>", false);

      assertThat(tokenizer.decode(ids, true)).isEqualTo("the<tool é>");
      assertThat(tokenizer.decode(ids, false)).isEqualTo("<|im_start|>the<tool é><|im_end|>");
    }
  }

  @Test
  void decode_idOfPaddedEmbedding_hasNoText() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.decode(new int[] {'a', 100_000, 'b'}, false)).isEqualTo("ab");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.decode(new int[] {-1}, false));
    }
  }

  @Test
  void load_filesBesideIt_giveRolesAndStops() {
    try (Tokenizer tokenizer = Tokenizer.load(BYTE_LEVEL)) {
      assertThat(tokenizer.bosId()).hasValue(id(tokenizer, "<|begin_of_text|>"));
      assertThat(tokenizer.eosId()).hasValue(id(tokenizer, "<|end_of_text|>"));
      assertThat(tokenizer.stopIds())
          .containsExactlyInAnyOrder(id(tokenizer, "<|end_of_text|>"), id(tokenizer, "<|im_end|>"));
      assertThat(tokenizer.isSpecial(id(tokenizer, "<|im_end|>"))).isTrue();
      assertThat(tokenizer.isSpecial(id(tokenizer, "<tool é>"))).isFalse();
      assertThat(tokenizer.vocabularySize()).isEqualTo(id(tokenizer, "<tool é>") + 1);
    }
  }

  @Test
  void load_generationConfigWithOneId_addsIt(@TempDir Path folder) throws IOException {
    Folders.with(folder, "byte-level", "generation_config.json", "{\"eos_token_id\": 7}");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(tokenizer.stopIds()).containsExactlyInAnyOrder(tokenizer.eosId().orElseThrow(), 7);
    }
  }

  @Test
  void load_specialTokensMapOnly_givesRoles() {
    try (Tokenizer tokenizer = Tokenizer.load(Folders.resource("byte-fallback"))) {
      assertThat(tokenizer.bosId()).hasValue(1);
      assertThat(tokenizer.stopIds()).containsExactly(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          tokenizer.json         | nonsense                                  | not JSON
          tokenizer.json         | []                                        | not a JSON object
          tokenizer.json         | {'model':{'type':'Unigram'}}              | model.type
          tokenizer.json         | {'model':{'type':'BPE','vocab':[]}}       | model.vocab
          tokenizer.json         | {'model':{'type':'BPE','vocab':{'a':-1}}} | model.vocab: id -1
          tokenizer.json         | {'model':{'type':'BPE','vocab':{'a':1,'b':1}}} | given twice
          tokenizer.json         | {'model':{'type':'BPE','vocab':{}},'decoder':{'type':'WordPiece'}} | decoder
          tokenizer.json         | {'model':{'type':'BPE','vocab':{}},'decoder':{'type':'ByteLevel'}} | bos_token
          tokenizer_config.json  | {'bos_token': 3}                          | bos_token
          tokenizer_config.json  | {'eos_token': '<nowhere>'}              | <nowhere>
          generation_config.json | {'eos_token_id': ['x']}                   | eos_token_id
          config.json            | {'vocab_size': 100}                       | vocab_size
          """)
  void load_badFile_namesFileAndKey(
      String file, String content, String expected, @TempDir Path folder) throws IOException {
    Folders.with(folder, "byte-level", file, content.replace('\'', '"'));

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Tokenizer.load(folder))
        .withMessageContaining(expected);
  }

  @Test
  void load_noTokenizerJson_namesIt(@TempDir Path folder) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Tokenizer.load(folder))
        .withMessageContaining("tokenizer.json");
  }

  private static int id(Tokenizer tokenizer, String piece) {
    return tokenizer.id(piece).orElseThrow();
  }
}
