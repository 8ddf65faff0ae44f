package io.metagen.cli.run;

import com.google.protobuf.util.Durations;
import io.metagen.v1.Cost;
import java.util.Locale;

/** What a run cost, in one line. */
public final class CostLine {

  private static final double GIGA = 1e9;

  private CostLine() {}

  /** The line, without a line end. */
  public static String of(Cost cost) {
    return String.format(
        Locale.ROOT,
        "cost: %d tokens generated, %d prompt tokens (%d cached), %d verifier tokens (%d cached), "
            + "%.2f generator GFLOP, %.2f verifier GFLOP, %d + %d calls, %.2f s",
        cost.getGeneratedTokenCount(),
        cost.getPromptTokenCount(),
        cost.getCachedPromptTokenCount(),
        cost.getVerifierTokenCount(),
        cost.getCachedVerifierTokenCount(),
        cost.getGeneratorFlops() / GIGA,
        cost.getVerifierFlops() / GIGA,
        cost.getGeneratorCallCount(),
        cost.getVerifierCallCount(),
        Durations.toMillis(cost.getWallTime()) / 1000.0);
  }
}
