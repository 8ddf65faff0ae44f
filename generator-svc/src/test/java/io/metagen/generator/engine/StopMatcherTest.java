package io.metagen.generator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.generator.TinyModel;
import io.metagen.transformer.text.Tokenizer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every token is one byte here, so every string spans tokens and every character may be cut. */
final class StopMatcherTest {
  private static Tokenizer tokenizer;

  @BeforeAll
  static void load() {
    tokenizer = Tokenizer.load(TinyModel.newFolder());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void append_stopStringOverTokens_endsAtItsLastTokenAndIsCut() {
    StopMatcher matcher = matcher(rules(List.of("END"), false, List.of()));
    assertThat(feed(matcher, "one ENx ENDrest")).isEqualTo("one ENx ");
    assertThat(matcher.text()).isEqualTo("one ENx ");
    assertThat(matcher.append('x')).contains(new Ending.StopString("END"));
  }

  @Test
  void append_keepStop_leavesItInTheText() {
    StopMatcher matcher = matcher(rules(List.of("END"), true, List.of()));
    assertThat(feed(matcher, "one ENDrest")).isEqualTo("one END");
  }

  @Test
  void append_severalStops_theOneThatEndsFirstWins() {
    StopMatcher matcher = matcher(rules(List.of("bcde", "cd", "bcd"), false, List.of()));
    assertThat(feed(matcher, "abcdef")).isEqualTo("a");
    assertThat(matcher.append('x')).contains(new Ending.StopString("bcd"));
  }

  @Test
  void append_delimiter_staysInTheText() {
    StopMatcher matcher = matcher(rules(List.of(), false, List.of("\n\n")));
    assertThat(feed(matcher, "step\n\nnext")).isEqualTo("step\n\n");
    assertThat(matcher.append('x')).contains(new Ending.StepDelimiter("\n\n"));
  }

  @Test
  void take_possibleBeginning_isHeldBackUntilItIsNone() {
    StopMatcher matcher = matcher(rules(List.of("ababc"), false, List.of()));
    matcher.append('a');
    matcher.append('b');
    matcher.append('a');
    assertThat(matcher.take()).isEmpty();
    matcher.append('x');
    assertThat(matcher.take()).isEqualTo("abax");
    matcher.append('a');
    matcher.finish();
    assertThat(matcher.take()).isEqualTo("a");
  }

  @Test
  void take_halfACharacter_waitsForTheRest() {
    StopMatcher matcher = matcher(StopRules.after(10));
    byte[] bytes = "é".getBytes(UTF_8);
    matcher.append(bytes[0] & 0xff);
    assertThat(matcher.take()).isEmpty();
    matcher.append(bytes[1] & 0xff);
    assertThat(matcher.take()).isEqualTo("é");
    matcher.append(bytes[0] & 0xff);
    matcher.finish();
    assertThat(matcher.take()).isEqualTo("\uFFFD");
  }

  @Test
  void take_randomBytes_pieceByPieceIsTheWholeAndNeverCutsACharacter() {
    long seed = 3;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      StopMatcher matcher = matcher(rules(List.of("ab", "🙂b"), false, List.of()));
      StringBuilder taken = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        matcher.append(
            random.nextBoolean()
                ? "ab🙂".getBytes(UTF_8)[random.nextInt(6)] & 0xff
                : random.nextInt(256));
        String piece = matcher.take();
        assertThat(UTF_8.newEncoder().canEncode(piece)).as("seed %d", seed).isTrue();
        taken.append(piece);
      }
      matcher.finish();
      taken.append(matcher.take());
      assertThat(taken.toString()).as("seed %d", seed).isEqualTo(matcher.text());
      assertThat(taken.toString()).doesNotContain("ab", "🙂b");
    }
  }

  private static StopMatcher matcher(StopRules rules) {
    return new StopMatcher(tokenizer.newStreamDecoder(), rules);
  }

  private static StopRules rules(List<String> strings, boolean keep, List<String> delimiters) {
    return new StopRules(100, Set.of(), strings, keep, delimiters, 0);
  }

  /** Appends a text byte by byte and returns what could be taken in between. */
  private static String feed(StopMatcher matcher, String text) {
    StringBuilder taken = new StringBuilder();
    for (byte value : text.getBytes(UTF_8)) {
      matcher.append(value & 0xff);
      taken.append(matcher.take());
    }
    return taken.toString();
  }
}
