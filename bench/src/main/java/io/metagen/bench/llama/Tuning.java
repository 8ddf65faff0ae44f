package io.metagen.bench.llama;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fastest setups of one network's workloads, found once and kept for every precision: setups
 * differ in the attention alone, whose keys and values are the same whatever the weights are. Not
 * thread-safe.
 */
public final class Tuning {
  private final Map<Key, LlamaSetup> fastest = new HashMap<>();

  private record Key(Measure measure, int size) {
    static Key of(Workload workload) {
      return new Key(workload.measure(), workload.size());
    }
  }

  /** Returns the fastest setup, if it was found. */
  Optional<LlamaSetup> fastest(Workload workload) {
    return Optional.ofNullable(fastest.get(Key.of(workload)));
  }

  /** Keeps the fastest setup. */
  void keep(Workload workload, LlamaSetup setup) {
    fastest.put(Key.of(workload), setup);
  }
}
