package io.metagen.kvcache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the service. */
@ConfigMapping(prefix = "metagen.kv-cache")
public interface KvCacheConfig {
  /**
   * Generators to follow: {@code host:port} for one replica, {@code dns:///name:port} for every
   * address behind a name, such as a headless service of Kubernetes.
   */
  @WithDefault("127.0.0.1:9010")
  List<String> generators();

  /** How often names are resolved again. */
  @WithDefault("10s")
  @DurationMin(millis = 10)
  Duration discoveryInterval();

  /** Blocks kept for each replica; beyond it the least recently used go. About 300 bytes each. */
  @WithDefault("200000")
  @Min(1)
  int maxBlocksPerReplica();

  /** Blocks in one message of a snapshot that this service sends. */
  @WithDefault("512")
  @Min(1)
  @Max(16_384)
  int snapshotPartBlocks();

  /** Largest message taken from a generator, in bytes. */
  @WithDefault("16777216")
  @Min(65_536)
  int maxMessageBytes();

  /** Waits between attempts to reach a replica. */
  @Valid
  Reconnect reconnect();

  /** Exponential backoff; each wait is drawn within half and one and a half of its value. */
  interface Reconnect {
    /** First wait. */
    @WithDefault("100ms")
    @DurationMin(millis = 10)
    Duration initialWait();

    /** Longest wait. */
    @WithDefault("10s")
    @DurationMin(millis = 10)
    Duration longestWait();
  }
}
