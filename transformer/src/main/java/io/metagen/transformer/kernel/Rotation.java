package io.metagen.transformer.kernel;

/**
 * Rotary embedding (Su et al. 2021, section 3.4), the halves of a head paired as in Llama. Its
 * table grows with the positions asked for.
 */
public final class Rotation {
  private final double[] frequencies;
  private final int most;
  private int positions;
  private float[] cos = new float[0];
  private float[] sin = new float[0];

  /**
   * @param frequencies by how much each pair turns from one position to the next, in radians
   * @param most positions of the network
   */
  public Rotation(double[] frequencies, int most) {
    this.frequencies = frequencies.clone();
    this.most = most;
  }

  /** Makes sure that positions below {@code needed} can be turned by. */
  void cover(int needed) {
    if (needed > positions) {
      positions = Math.min(most, Math.max(needed, 2 * positions));
      int pairs = frequencies.length;
      cos = new float[Math.multiplyExact(positions, pairs)];
      sin = new float[cos.length];
      for (int i = 0; i < cos.length; i++) {
        int position = i / pairs;
        double angle = position * frequencies[i % pairs];
        cos[i] = (float) Math.cos(angle);
        sin[i] = (float) Math.sin(angle);
      }
    }
  }

  /** Turns the head that begins at an index by the angles of a position. */
  void turn(float[] values, int at, int position) {
    int pairs = frequencies.length;
    int angle = position * pairs;
    for (int i = 0; i < pairs; i++) {
      float a = values[at + i];
      float b = values[at + pairs + i];
      values[at + i] = a * cos[angle + i] - b * sin[angle + i];
      values[at + pairs + i] = b * cos[angle + i] + a * sin[angle + i];
    }
  }
}
