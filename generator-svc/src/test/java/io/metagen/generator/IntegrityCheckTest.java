package io.metagen.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TinyModelResource.class)
class IntegrityCheckTest {

  @Test
  void integrityGroup_idleEngine_isUpWithTheBlocksByState() throws Exception {
    HttpResponse<String> response = get("/q/health/group/integrity");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body().replaceAll("\\s", ""))
        .contains("\"name\":\"KVblocks\",\"status\":\"UP\"", "\"running\":0", "\"used\":0");
  }

  @Test
  void health_checkedByAProbe_doesNotAskForTheBlocks() throws Exception {
    assertThat(get("/q/health").body()).contains("UP").doesNotContain("KV blocks");
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + TinyModelResource.HTTP_PORT + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
