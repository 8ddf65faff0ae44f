package io.metagen.trainer.vocabulary;

import io.metagen.task.Lexicon;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of the embedded models: ids 0 to 255 are bytes (so digits, full stop and line end are
 * single tokens), then one id for each word of the task after a space, one for each word that opens
 * a line, and the end-of-text token last. Encoding here is a plain map look-up, equal to what the
 * shipped {@code tokenizer.json} gives.
 */
public final class TaskVocabulary {

  /**
   * Cuts text into words with the space before them, digits, line ends, punctuation and other
   * blanks.
   */
  static final String PIECES = " ?[A-Za-z]+|\\d|\\n| ?[^\\sA-Za-z\\d]+|\\s";

  /** The token that ends a line. */
  public static final int LINE_END = '\n';

  /** The token before a step's result. */
  public static final int EQUALS = '=';

  /** The token that opens a calculation of two steps. */
  public static final int OPEN = '(';

  static final String END_OF_TEXT = "<|end_of_text|>";
  private static final int BYTES = 256;
  private static final Pattern PIECE = Pattern.compile(PIECES);
  private static final Map<String, Integer> WORDS = words();
  private static final List<String> TEXTS = List.copyOf(WORDS.keySet());

  /** The word that opens the last line. */
  public static final int ANSWER = encode("Answer")[0];

  private TaskVocabulary() {}

  /** Number of ids. */
  public static int size() {
    return endOfText() + 1;
  }

  /** Whether an id is one of the ten digits. */
  public static boolean isDigit(int id) {
    return id >= '0' && id <= '9';
  }

  /** The id that ends a solution. */
  public static int endOfText() {
    return BYTES + WORDS.size();
  }

  /**
   * Returns the ids of a text without a special token; a piece that is no word becomes its UTF-8
   * bytes.
   */
  public static int[] encode(String text) {
    int[] ids = new int[text.length() * 4];
    int length = 0;
    Matcher matcher = PIECE.matcher(text);
    while (matcher.find()) {
      Integer word = WORDS.get(matcher.group());
      if (word != null) {
        ids[length++] = word;
      } else {
        for (byte b : matcher.group().getBytes(StandardCharsets.UTF_8)) {
          ids[length++] = Byte.toUnsignedInt(b);
        }
      }
    }
    return Arrays.copyOf(ids, length);
  }

  /** Returns the text of ids, without the end-of-text token. */
  public static String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id < BYTES) {
        bytes.write(id);
      } else if (id < endOfText()) {
        bytes.writeBytes(TEXTS.get(id - BYTES).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The words with their ids, in the order of the ids. */
  static Map<String, Integer> wordIds() {
    return WORDS;
  }

  private static Map<String, Integer> words() {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (String word : Lexicon.inner()) {
      words.put(" " + word, BYTES + words.size());
    }
    for (String word : Lexicon.opening()) {
      words.put(word, BYTES + words.size());
    }
    return Collections.unmodifiableMap(words);
  }
}
