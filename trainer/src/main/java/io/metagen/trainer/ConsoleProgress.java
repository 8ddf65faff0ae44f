package io.metagen.trainer;

import io.metagen.trainer.training.Position;
import io.metagen.trainer.training.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints the loss, tokens per second and time left every few seconds of training. */
final class ConsoleProgress implements Progress {

  private static final double SECONDS_BETWEEN_LINES = 10;

  private final PrintStream out;
  private double smoothed = Double.NaN;
  private double printedAt;
  private long tokensThen;

  ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(Position position, double used, double loss) {
    smoothed = Double.isNaN(smoothed) ? loss : 0.98 * smoothed + 0.02 * loss;
    if (printedAt == 0) {
      restart(position);
    }
    double since = position.seconds() - printedAt;
    if (since < SECONDS_BETWEEN_LINES && used < 1) {
      return;
    }
    double rate = (position.tokens() - tokensThen) / since;
    Duration left = Duration.ofSeconds(Math.round(position.seconds() * (1 - used) / used));
    out.printf(
        Locale.ROOT,
        "%5.1f%%  step %d  %.2fM tokens  %.0f tokens/s  loss %.4f  left %d:%02d%n",
        100 * used,
        position.steps(),
        position.tokens() / 1e6,
        rate,
        smoothed,
        left.toMinutes(),
        left.toSecondsPart());
    restart(position);
  }

  private void restart(Position position) {
    printedAt = position.seconds();
    tokensThen = position.tokens();
  }
}
