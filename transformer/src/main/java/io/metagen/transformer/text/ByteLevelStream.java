package io.metagen.transformer.text;

/** Byte-level vocabularies (GPT-2, Llama 3, Qwen): the text is the UTF-8 of the tokens' bytes. */
final class ByteLevelStream implements StreamDecoder {

  private final Pieces pieces;
  private final Utf8Decoder utf8 = new Utf8Decoder();

  ByteLevelStream(Pieces pieces) {
    this.pieces = pieces;
  }

  @Override
  public String append(int id) {
    StringBuilder out = new StringBuilder();
    utf8.append(ByteAlphabet.bytes(pieces.get(id)), out);
    return out.toString();
  }

  @Override
  public String finish() {
    StringBuilder out = new StringBuilder();
    utf8.finish(out);
    return out.toString();
  }
}
