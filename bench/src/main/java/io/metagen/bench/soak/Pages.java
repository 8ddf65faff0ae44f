package io.metagen.bench.soak;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The HTTP pages of the service under load. */
final class Pages implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  Pages(int port) {
    base = "http://127.0.0.1:" + port;
  }

  EngineReading engine() throws InterruptedException {
    return EngineReading.of(MetricsPage.of(text("/metrics")));
  }

  /** Has the service check its blocks now. */
  Integrity integrity() throws InterruptedException {
    return Integrity.of(text("/q/health/group/integrity"));
  }

  /** Returns a page whatever its status: a failed check answers 503 and says why. */
  private String text(String path) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new BenchException("no answer from " + base + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
