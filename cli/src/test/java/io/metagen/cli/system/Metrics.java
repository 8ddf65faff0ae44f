package io.metagen.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.metagen.cli.mesh.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The Prometheus page of a generator, as a scraper would read it. */
record Metrics(List<String> lines) {

  /** Reads the page of a replica. */
  static Metrics of(TestMesh mesh, int replica) {
    int port = mesh.service(ServiceKind.GENERATOR, replica).ports().http();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofMinutes(1))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new Metrics(
          client.send(request, HttpResponse.BodyHandlers.ofString()).body().lines().toList());
    } catch (IOException e) {
      throw new AssertionError("no metrics on port " + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns the sum over all label sets of a metric, which must be there. */
  double value(String name) {
    List<String> found =
        lines.stream()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .toList();
    assertThat(found).as(name).isNotEmpty();
    return found.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
