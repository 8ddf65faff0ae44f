package io.metagen.bench.cost;

import io.metagen.bench.engine.Limits;
import io.metagen.bench.engine.Precision;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The machine's limits, measured more than once.
 *
 * @param rounds at least one; not all have all precisions
 */
public record LimitRounds(List<Limits> rounds) {

  public LimitRounds {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("rounds: none");
    }
  }

  /** Returns the median of each limit. */
  public Limits medians() {
    Map<Precision, Double> flops = new EnumMap<>(Precision.class);
    precisions().forEach(precision -> flops.put(precision, flops(precision).median()));
    return new Limits(reads().median(), flops);
  }

  /** Returns the rates at which memory was read, in bytes per second. */
  Spread reads() {
    return Spread.of(rounds.stream().mapToDouble(Limits::readBytesPerSecond).toArray());
  }

  /** Returns the rates of products in a precision, in operations per second. */
  Spread flops(Precision precision) {
    return Spread.of(
        rounds.stream()
            .flatMap(limits -> limits.flops().entrySet().stream())
            .filter(entry -> entry.getKey() == precision)
            .mapToDouble(Map.Entry::getValue)
            .toArray());
  }

  private Collection<Precision> precisions() {
    return rounds.stream()
        .flatMap(limits -> limits.flops().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the medians with their spreads in a line. */
  public String text() {
    String products =
        precisions().stream()
            .map(precision -> precision.text() + " " + text(flops(precision)))
            .collect(Collectors.joining(", "));
    return "limits, median (least to greatest) of %d measurements: reads %s GB/s; GFLOP/s of large products: %s"
        .formatted(rounds.size(), text(reads()), products);
  }

  private static String text(Spread spread) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f to %.1f)",
        spread.median() / 1e9,
        spread.least() / 1e9,
        spread.greatest() / 1e9);
  }
}
