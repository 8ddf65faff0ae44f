package io.metagen.transformer.kernel;

/** A thread's array for one row. */
final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  private float[] row = new float[0];

  private float[] second = new float[0];

  private Scratch() {}

  /** Returns the calling thread's array, with room for so many numbers; its contents are old. */
  static float[] row(int width) {
    Scratch own = OWN.get();
    if (own.row.length < width) {
      own.row = new float[Lanes.padded(width)];
    }
    return own.row;
  }

  /** Returns another one. */
  static float[] second(int width) {
    Scratch own = OWN.get();
    if (own.second.length < width) {
      own.second = new float[Lanes.padded(width)];
    }
    return own.second;
  }
}
