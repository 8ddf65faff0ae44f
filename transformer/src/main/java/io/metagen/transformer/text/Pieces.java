package io.metagen.transformer.text;

import java.util.BitSet;
import java.util.List;

/**
 * The vocabulary by id as it decodes. An id without an entry (a padded embedding row) has no text,
 * nor has a special token where special tokens are skipped.
 *
 * @param byId vocabulary entry by id, empty where an id has none
 * @param skipped ids that have no text although they have an entry
 */
record Pieces(List<String> byId, BitSet skipped) {

  /** The vocabulary entry of an id, empty where it has no text. */
  String get(int id) {
    if (id < 0) {
      throw new IllegalArgumentException("id: " + id + " is negative");
    }
    return id < byId.size() && !skipped.get(id) ? byId.get(id) : "";
  }
}
