package io.metagen.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metagen.orchestrator.router.Router;
import io.metagen.orchestrator.telemetry.GenAiMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OrchestratorConfigTest {
  @Test
  void defaults_areTheDocumentedOnes() {
    OrchestratorConfig config = read(Map.of());

    assertThat(config.generators()).containsExactly("127.0.0.1:9010");
    assertThat(config.verifier()).isEqualTo("127.0.0.1:9020");
    assertThat(config.kvCache()).isEqualTo("127.0.0.1:9030");
    assertThat(config.maxSamples()).isEqualTo(256);
    assertThat(config.maxRuns()).isEqualTo(64);
    assertThat(config.retryDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.deadlineMargin()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.verifyGroupSize()).isEqualTo(4);
    assertThat(config.maxInboundMessageSize()).isEqualTo(64 << 20);
    assertThat(config.keepaliveTime()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.routing().imbalanceSamples()).isEqualTo(32);
    assertThat(config.routing().imbalanceRatio()).isEqualTo(1.5);
    assertThat(config.routing().cacheShare()).isEqualTo(0.3);
    assertThat(config.routing().rankTimeout()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.routing().promptCacheSize()).isEqualTo(1024);
    assertThat(config.routing().promptCacheTime()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.breaker().failures()).isEqualTo(2);
    assertThat(config.breaker().openTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(violations(config)).isZero();
  }

  @Test
  void everyKey_isRead() {
    Map<String, String> all = new HashMap<>();
    all.put("generators", "a:1,b:2");
    all.put("verifier", "c:3");
    all.put("kv-cache", "d:4");
    all.put("max-samples", "5");
    all.put("max-runs", "6");
    all.put("retry-delay", "7s");
    all.put("deadline-margin", "8ms");
    all.put("verify-group-size", "9");
    all.put("max-inbound-message-size", "70000");
    all.put("keepalive-time", "10s");
    all.put("routing.imbalance-samples", "11");
    all.put("routing.imbalance-ratio", "12");
    all.put("routing.cache-share", "0.13");
    all.put("routing.rank-timeout", "14ms");
    all.put("routing.prompt-cache-size", "15");
    all.put("routing.prompt-cache-time", "16s");
    all.put("breaker.failures", "17");
    all.put("breaker.open-time", "18s");

    OrchestratorConfig config = read(all);

    assertThat(config.generators()).containsExactly("a:1", "b:2");
    assertThat(config.breaker().failures()).isEqualTo(17);
    assertThat(config.routing().cacheShare()).isEqualTo(0.13);
    assertThat(violations(config)).isZero();
  }

  @Test
  void unknownKey_isRefused() {
    assertThatThrownBy(() -> read(Map.of("routing.imbalance-sample", "3")))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("metagen.orchestrator.routing.imbalance-sample");
  }

  @Test
  void valuesOutOfRange_areRefused() {
    assertRefused("verifier", "host");
    assertRefused("max-samples", "0");
    assertRefused("max-runs", "0");
    assertRefused("verify-group-size", "257");
    assertRefused("routing.cache-share", "1.5");
    assertRefused("routing.imbalance-ratio", "0.5");
    assertRefused("breaker.failures", "0");
  }

  @Test
  void generatorWithoutPort_isRefused() {
    OrchestratorConfig config = read(Map.of("generators", "good:1,nowhere"));

    assertThatThrownBy(
            () -> new Router(config, List.of(), new GenAiMetrics(new SimpleMeterRegistry())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metagen.orchestrator.generators");
  }

  private static void assertRefused(String key, String value) {
    assertThat(violations(read(Map.of(key, value)))).as("%s=%s", key, value).isPositive();
  }

  private static int violations(OrchestratorConfig config) {
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      return factory.getValidator().validate(config).size();
    }
  }

  private static OrchestratorConfig read(Map<String, String> settings) {
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((key, value) -> prefixed.put("metagen.orchestrator." + key, value));
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(prefixed, "test", 100))
        .withMapping(OrchestratorConfig.class)
        .build()
        .getConfigMapping(OrchestratorConfig.class);
  }
}
