package io.metagen.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings that every service shares. */
@ConfigMapping(prefix = "metagen.serving")
public interface ServingConfig {
  /** Longest time that running calls get to finish after the service was asked to stop. */
  @WithDefault("30s")
  Duration drainTimeout();
}
