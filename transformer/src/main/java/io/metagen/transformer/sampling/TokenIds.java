package io.metagen.transformer.sampling;

/** The check of token ids that come from outside. */
final class TokenIds {

  private TokenIds() {}

  /**
   * Returns an id.
   *
   * @param field the source of the id
   * @throws IllegalArgumentException naming the field if the id is outside the vocabulary
   */
  static int checked(String field, int id, int vocabulary) {
    if (id < 0 || id >= vocabulary) {
      throw new IllegalArgumentException(
          field + ": token id " + id + ", range [0, " + vocabulary + ")");
    }
    return id;
  }
}
