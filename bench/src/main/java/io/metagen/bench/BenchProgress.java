package io.metagen.bench;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on standard error; in a log, a line now and then. */
public final class BenchProgress {
  private static final int PLAIN_INTERVAL_MILLIS = 5_000;
  private static final int LIVE_INTERVAL_MILLIS = 200;
  private static final int PLAIN_WIDTH = 100;

  private BenchProgress() {}

  /** Returns a bar over so many units of a task. */
  public static ProgressBar of(String task, long units) {
    boolean live = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    ProgressBarConsumer consumer =
        live
            ? new ConsoleProgressBarConsumer(System.err)
            : new DelegatingProgressBarConsumer(System.err::println, PLAIN_WIDTH);
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(units)
        .setUpdateIntervalMillis(live ? LIVE_INTERVAL_MILLIS : PLAIN_INTERVAL_MILLIS)
        .setStyle(live ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setConsumer(consumer)
        .build();
  }
}
