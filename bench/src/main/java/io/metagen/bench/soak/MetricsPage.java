package io.metagen.bench.soak;

import io.metagen.bench.BenchException;
import java.util.List;

/** A Prometheus page. */
record MetricsPage(List<String> lines) {

  static MetricsPage of(String text) {
    return new MetricsPage(text.lines().toList());
  }

  /** Returns the sum over all label sets of a metric, which must be there. */
  double value(String name) {
    List<String> found =
        lines.stream()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .toList();
    if (found.isEmpty()) {
      throw new BenchException("the service's page /metrics has no " + name);
    }
    return found.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
