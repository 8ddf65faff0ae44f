package io.metagen.bench.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metagen.bench.BenchException;

/**
 * What the generator's page {@code /q/health/group/integrity} says of its KV blocks.
 *
 * @param whole whether it found no fault
 * @param fault what is wrong, empty where nothing is
 * @param running sequences that run
 * @param used blocks that they hold
 * @param cached blocks that only the prefix cache holds
 * @param total all blocks
 */
record Integrity(boolean whole, String fault, int running, int used, int cached, int total) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Reads the page. */
  static Integrity of(String page) {
    JsonNode check = check(page);
    JsonNode data = check.path("data");
    return new Integrity(
        check.path("status").asText().equals("UP"),
        data.path("fault").asText(),
        data.path("running").asInt(),
        data.path("used").asInt(),
        data.path("cached").asInt(),
        data.path("total").asInt());
  }

  private static JsonNode check(String page) {
    try {
      for (JsonNode check : MAPPER.readTree(page).path("checks")) {
        if (check.path("name").asText().equals("KV blocks")) {
          return check;
        }
      }
    } catch (JsonProcessingException e) {
      throw new BenchException("the service's integrity page is no JSON: " + page, e);
    }
    throw new BenchException("the service's integrity page has no check of the KV blocks: " + page);
  }

  /** Returns it in a line. */
  String text() {
    return whole
        ? "%d running, blocks: %d used, %d cached, %d free of %d, integrity holds"
            .formatted(running, used, cached, total - used - cached, total)
        : "integrity is broken: " + fault;
  }
}
