package io.metagen.transformer.text;

/**
 * The text of one growing sequence of token ids. The concatenation of everything returned, {@link
 * #finish} included, equals {@link Tokenizer#decode} of the whole sequence, and no returned piece
 * cuts a character. Not thread-safe: one decoder per sequence.
 */
public sealed interface StreamDecoder permits ByteLevelStream, ByteFallbackStream {

  /** The text that became certain with this token; empty while a character is incomplete. */
  String append(int id);

  /**
   * The rest of the text: bytes that never became a character are U+FFFD. Call once, at the end.
   */
  String finish();
}
