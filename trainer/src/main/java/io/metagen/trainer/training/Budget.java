package io.metagen.trainer.training;

/**
 * When a run ends. The learning rate falls over the whole budget, so a slower machine still ends in
 * time.
 */
public sealed interface Budget {

  /** Returns the share of the budget that is used, 0 to 1. */
  double used(Position position);

  /** Ends by training time; what a run learns then depends on the machine. */
  record Minutes(double minutes) implements Budget {
    public Minutes {
      requirePositive("minutes", minutes);
    }

    @Override
    public double used(Position position) {
      return Math.min(1, position.seconds() / (60 * minutes));
    }
  }

  /** Ends by tokens, prompt tokens included; the same on every run. */
  record Tokens(long tokens) implements Budget {
    public Tokens {
      requirePositive("tokens", (double) tokens);
    }

    @Override
    public double used(Position position) {
      return Math.min(1, position.tokens() / (double) tokens);
    }
  }

  private static void requirePositive(String field, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(field + ": " + value + ", range above 0");
    }
  }
}
