package io.metagen.bench.mesh;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A Prometheus page as it was at one moment. */
record MetricsPage(List<String> lines) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  MetricsPage {
    lines = List.copyOf(lines);
  }

  /** Reads the page of a service on this machine. */
  static MetricsPage read(int port) {
    URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
    HttpRequest request =
        HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new MetricsPage(body.lines().toList());
    } catch (IOException e) {
      throw new BenchException("no metrics at " + page + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** Returns the sum over all labels; 0 for what was never recorded. */
  double sum(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(MetricsPage::value)
        .sum();
  }

  private static double value(String line) {
    int exemplar = line.indexOf(" # "); // a call's trace that OpenMetrics gives as an example
    String sample = exemplar < 0 ? line : line.substring(0, exemplar);
    return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
  }
}
