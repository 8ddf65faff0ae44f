package io.metagen.transformer.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SentencePiece vocabularies with byte fallback (Llama 2, Mistral): pieces are text with U+2581 for
 * a space, characters outside the vocabulary are runs of byte pieces such as {@code <0xE6>}. A run
 * is text if the whole of it is UTF-8 and otherwise one U+FFFD per byte, so it is held back until
 * the next piece that is not a byte.
 */
final class ByteFallbackStream implements StreamDecoder {

  private static final Pattern BYTE_PIECE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");

  private final Pieces pieces;
  private final List<Replacement> replacements;
  private final ByteArrayOutputStream run = new ByteArrayOutputStream();
  private final String strip;
  private int stripsLeft;

  /**
   * @param replacements applied in order to each piece
   * @param strip removed from the start of the text up to {@code maxStrips} times
   */
  ByteFallbackStream(Pieces pieces, List<Replacement> replacements, String strip, int maxStrips) {
    this.pieces = pieces;
    this.replacements = replacements;
    this.strip = strip;
    this.stripsLeft = maxStrips;
  }

  @Override
  public String append(int id) {
    String piece = pieces.get(id);
    if (piece.isEmpty()) {
      return "";
    }
    for (Replacement replacement : replacements) {
      piece = piece.replace(replacement.pattern(), replacement.content());
    }
    Matcher bytePiece = BYTE_PIECE.matcher(piece);
    if (bytePiece.matches()) {
      run.write(Integer.parseInt(bytePiece.group(1), 16));
      return "";
    }
    return stripped(endOfRun() + piece);
  }

  @Override
  public String finish() {
    return stripped(endOfRun());
  }

  private String endOfRun() {
    byte[] bytes = run.toByteArray();
    run.reset();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "\uFFFD".repeat(bytes.length);
    }
  }

  private String stripped(String text) {
    String rest = text;
    while (stripsLeft > 0 && !rest.isEmpty()) {
      if (rest.startsWith(strip)) {
        rest = rest.substring(strip.length());
        stripsLeft--;
      } else {
        stripsLeft = 0;
      }
    }
    return rest;
  }

  /** A decoder step {@code Replace}: every occurrence of a pattern in a piece. */
  record Replacement(String pattern, String content) {}
}
