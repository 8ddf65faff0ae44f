package io.metagen.kvcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KvCacheConfigTest {
  @Test
  void config_nothingSet_hasTheDocumentedDefaults() {
    KvCacheConfig config = read(Map.of());

    assertThat(config.generators()).containsExactly("127.0.0.1:9010");
    assertThat(config.discoveryInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxBlocksPerReplica()).isEqualTo(200_000);
    assertThat(config.snapshotPartBlocks()).isEqualTo(512);
    assertThat(config.maxMessageBytes()).isEqualTo(16 << 20);
    assertThat(config.reconnect().initialWait()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.reconnect().longestWait()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void config_everythingSet_isTaken() {
    KvCacheConfig config =
        read(
            Map.of(
                "metagen.kv-cache.generators", "a:1,dns:///b:2",
                "metagen.kv-cache.discovery-interval", "1s",
                "metagen.kv-cache.max-blocks-per-replica", "7",
                "metagen.kv-cache.snapshot-part-blocks", "8",
                "metagen.kv-cache.max-message-bytes", "70000",
                "metagen.kv-cache.reconnect.initial-wait", "20ms",
                "metagen.kv-cache.reconnect.longest-wait", "30ms"));

    assertThat(config.generators()).containsExactly("a:1", "dns:///b:2");
    assertThat(config.discoveryInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.maxBlocksPerReplica()).isEqualTo(7);
    assertThat(config.snapshotPartBlocks()).isEqualTo(8);
    assertThat(config.maxMessageBytes()).isEqualTo(70_000);
    assertThat(config.reconnect().initialWait()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.reconnect().longestWait()).isEqualTo(Duration.ofMillis(30));
  }

  @ParameterizedTest
  @CsvSource({
    "max-blocks-per-replica, 0, max-blocks-per-replica",
    "snapshot-part-blocks, 0, snapshot-part-blocks",
    "snapshot-part-blocks, 16385, snapshot-part-blocks",
    "max-message-bytes, 1, max-message-bytes",
    "discovery-interval, 0s, discovery-interval",
    "reconnect.initial-wait, 0s, initial-wait",
    "reconnect.longest-wait, 1ms, longest-wait",
    "max-blocks-per-replica, many, max-blocks-per-replica",
    "max-blocks-per-replicas, 5, max-blocks-per-replicas"
  })
  void config_badValueOrUnknownKey_stopsTheStart(String key, String value, String named) {
    assertThatThrownBy(() -> read(Map.of("metagen.kv-cache." + key, value)))
        .hasMessageContaining(named);
  }

  private static KvCacheConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(KvCacheConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withValidator(
            (BeanValidationConfigValidator)
                () -> Validation.buildDefaultValidatorFactory().getValidator())
        .build()
        .getConfigMapping(KvCacheConfig.class);
  }
}
