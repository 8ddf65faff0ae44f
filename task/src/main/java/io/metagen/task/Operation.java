package io.metagen.task;

/**
 * What one step of a story does to the quantity in focus, and how often it is chosen among those
 * that fit.
 */
enum Operation {
  /** The holder gets some more. */
  GAIN(3),
  /** The holder parts with some. */
  LOSE(3),
  /** Another person has some more than the holder; the focus moves there. */
  MORE(2),
  /** Another person has some fewer than the holder; the focus moves there. */
  FEWER(2),
  /** Another person has a small multiple; the focus moves there. */
  TIMES(3),
  /** Another person has an exact fraction; the focus moves there. */
  FRACTION(2),
  /** The holder packs equal boxes and keeps one. */
  SHARE(2),
  /** Somebody met earlier hands the holder everything. */
  JOIN(4);

  private final int weight;

  Operation(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }
}
