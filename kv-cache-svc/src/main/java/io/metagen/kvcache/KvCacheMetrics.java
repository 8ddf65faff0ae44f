package io.metagen.kvcache;

import io.metagen.v1.IndexState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** The index's figures under the names that llm-d's dashboards read. */
@ApplicationScoped
class KvCacheMetrics {
  private static final List<IndexState> STATES =
      List.of(
          IndexState.INDEX_STATE_SYNCING,
          IndexState.INDEX_STATE_LIVE,
          IndexState.INDEX_STATE_STALE);

  private final MeterRegistry registry;
  private final Timer lookupLatency;

  KvCacheMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.lookupLatency =
        Timer.builder("kvcache.index.lookup.latency")
            .description("Time to rank the replicas for one prefix")
            .register(registry);
  }

  Timer lookupLatency() {
    return lookupLatency;
  }

  void bind(@Observes StartupEvent event, IndexStatistics statistics, ReplicaDirectory directory) {
    counter("kvcache.index.admissions", "Blocks that entered the index", statistics.admitted);
    counter("kvcache.index.evictions", "Blocks that left the index", statistics.evicted);
    counter("kvcache.index.lookup.requests", "Prefixes looked up", statistics.lookups);
    counter("kvcache.index.lookup.hits", "Blocks found on the best replica", statistics.hits);
    Gauge.builder("kvcache.index.size", statistics, s -> s.admitted.doubleValue() - s.evicted.sum())
        .description("Blocks in the index")
        .register(registry);
    for (IndexState state : STATES) {
      Gauge.builder("kvcache.index.replicas", directory, d -> count(d, state))
          .description("Replicas that the index follows")
          .tag("state", state.name().replace("INDEX_STATE_", "").toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void counter(String name, String description, LongAdder value) {
    FunctionCounter.builder(name, value, LongAdder::doubleValue)
        .description(description)
        .register(registry);
  }

  private static double count(ReplicaDirectory directory, IndexState state) {
    return directory.replicas().stream().filter(r -> r.state().getState() == state).count();
  }
}
