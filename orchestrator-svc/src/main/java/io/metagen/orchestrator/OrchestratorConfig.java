package io.metagen.orchestrator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;

/** Settings of the orchestrator. An unknown key under the prefix stops the start. */
@ConfigMapping(prefix = "metagen.orchestrator")
public interface OrchestratorConfig {
  /**
   * Generator replicas, each as host:port. A host name stands for one replica and is resolved again
   * whenever its connection breaks. The strings are the replicas' names in the prefix index.
   */
  @NotEmpty
  @WithDefault("127.0.0.1:9010")
  List<String> generators();

  /** Verifier service, as host:port. A name with several addresses is called in turn. */
  @NotBlank
  @Pattern(regexp = "\\S+:\\d{1,5}", message = "must be host:port")
  @WithDefault("127.0.0.1:9020")
  String verifier();

  /** Prefix index, as host:port. The router falls back to least load while it is away. */
  @NotBlank
  @Pattern(regexp = "\\S+:\\d{1,5}", message = "must be host:port")
  @WithDefault("127.0.0.1:9030")
  String kvCache();

  /** Most samples in one run. */
  @Min(1)
  @Max(4096)
  @WithDefault("256")
  int maxSamples();

  /** Most runs at once; beyond, calls are refused as QUEUE_FULL. */
  @Min(1)
  @WithDefault("64")
  int maxRuns();

  /** When a refused caller may try again. */
  @WithDefault("1s")
  Duration retryDelay();

  /** Part of the deadline kept back, so that the best answer so far still reaches the client. */
  @WithDefault("100ms")
  Duration deadlineMargin();

  /** Longest time that a reader of a run's events may take none; then the run ends. */
  @WithDefault("60s")
  Duration readerTimeout();

  /** Candidates judged in one call of the verifier. */
  @Min(1)
  @Max(256)
  @WithDefault("4")
  int verifyGroupSize();

  /** How replicas are chosen. */
  @Valid
  Routing routing();

  /** When a replica counts as failed. */
  @Valid
  Breaker breaker();

  /** Largest message taken from a generator or verifier, in bytes. */
  @Min(65_536)
  @WithDefault("67108864")
  int maxInboundMessageSize();

  /** Time between keepalive pings on channels with running calls. */
  @WithDefault("20s")
  Duration keepaliveTime();

  /** Settings of the routing rule. */
  interface Routing {
    /**
     * Load is uneven only where the busiest replica has more than this many samples in flight above
     * the idlest one.
     */
    @Min(0)
    @WithDefault("32")
    int imbalanceSamples();

    /** And only where it has more than this many times the idlest one's. */
    @DecimalMin("1.0")
    @WithDefault("1.5")
    double imbalanceRatio();

    /** Share of the prompt that a replica must hold to be preferred over the least loaded one. */
    @DecimalMin("0.0")
    @DecimalMax("1.0")
    @WithDefault("0.3")
    double cacheShare();

    /** Longest wait for the prefix index. */
    @WithDefault("50ms")
    Duration rankTimeout();

    /** Prompts whose tokens are remembered. */
    @Min(0)
    @WithDefault("1024")
    int promptCacheSize();

    /** How long tokens of a prompt and descriptions of a model are remembered. */
    @WithDefault("60s")
    Duration promptCacheTime();
  }

  /** Settings of the circuit breaker that each replica has. */
  interface Breaker {
    /** Failed calls in a row that open it: the replica is then avoided. */
    @Min(1)
    @WithDefault("2")
    int failures();

    /** How long it stays open before one call tries again. */
    @WithDefault("5s")
    Duration openTime();
  }
}
