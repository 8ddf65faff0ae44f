package io.metagen.trainer.training;

/**
 * How far a run has come.
 *
 * @param steps optimizer steps
 * @param tokens tokens seen, padding not counted
 * @param seconds time spent in training steps
 */
public record Position(long steps, long tokens, double seconds) {

  static final Position START = new Position(0, 0, 0);

  Position plus(long tokensMore, double secondsMore) {
    return new Position(steps + 1, tokens + tokensMore, seconds + secondsMore);
  }

  /** Returns what two runs spent together. */
  public Position plus(Position other) {
    return new Position(steps + other.steps, tokens + other.tokens, seconds + other.seconds);
  }
}
