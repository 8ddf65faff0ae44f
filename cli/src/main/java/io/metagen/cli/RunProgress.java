package io.metagen.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** A progress bar over the runs of a demonstration, on standard error. */
final class RunProgress implements AutoCloseable {

  /** A log wants a line now and then, a terminal a bar that moves. */
  private static final int PLAIN_INTERVAL_MILLIS = 5_000;

  private static final int LIVE_INTERVAL_MILLIS = 200;
  private static final int PLAIN_WIDTH = 80;

  private final ProgressBar bar;

  private RunProgress(ProgressBar bar) {
    this.bar = bar;
  }

  static RunProgress of(int runs, PrintWriter plain) {
    boolean live = Screen.isTerminal();
    ProgressBarConsumer consumer =
        live
            ? new ConsoleProgressBarConsumer(System.err)
            : new DelegatingProgressBarConsumer(plain::println, PLAIN_WIDTH);
    return new RunProgress(
        new ProgressBarBuilder()
            .setTaskName("runs")
            .setInitialMax(runs)
            .setUpdateIntervalMillis(live ? LIVE_INTERVAL_MILLIS : PLAIN_INTERVAL_MILLIS)
            .setConsumer(consumer)
            .build());
  }

  void step() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
