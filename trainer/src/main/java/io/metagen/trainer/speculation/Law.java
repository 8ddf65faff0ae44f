package io.metagen.trainer.speculation;

import java.util.stream.IntStream;

/**
 * A distribution over tokens.
 *
 * @param masses of each token, at least 0; they need not sum to exactly 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Law(double[] masses) {

  /** Returns the softmax of one of several rows of logits. */
  static Law softmax(float[] logits, int row, int width, double temperature) {
    int from = row * width;
    double top =
        IntStream.range(from, from + width).mapToDouble(i -> logits[i]).max().orElseThrow();
    double[] masses =
        IntStream.range(from, from + width)
            .mapToDouble(i -> Math.exp((logits[i] - top) / temperature))
            .toArray();
    double sum = IntStream.range(0, width).mapToDouble(i -> masses[i]).sum();
    return new Law(IntStream.range(0, width).mapToDouble(i -> masses[i] / sum).toArray());
  }

  double of(int token) {
    return masses[token];
  }

  /** Returns the token at a uniform number, 0 inclusive to 1 exclusive, by inversion. */
  int token(double uniform) {
    double left = uniform * IntStream.range(0, masses.length).mapToDouble(i -> masses[i]).sum();
    int last = 0;
    for (int token = 0; token < masses.length; token++) {
      if (masses[token] > 0) {
        last = token;
        left -= masses[token];
        if (left < 0) {
          return token;
        }
      }
    }
    return last;
  }

  /** Returns the sum of the smaller masses: the chance that a draft by the other is accepted. */
  double overlap(Law other) {
    return IntStream.range(0, masses.length)
        .mapToDouble(i -> Math.min(masses[i], other.masses[i]))
        .sum();
  }

  /** Returns what this has above the other, not normalised. */
  Law residual(Law other) {
    return new Law(
        IntStream.range(0, masses.length)
            .mapToDouble(i -> Math.max(0, masses[i] - other.masses[i]))
            .toArray());
  }
}
