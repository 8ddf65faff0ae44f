package io.metagen.bench.mesh;

/**
 * What the orchestrator took over some runs, by its own metrics.
 *
 * @param ownSeconds time of runs in which they waited neither for a generator nor for a verifier
 * @param cpuSeconds processor time of its process, all threads
 * @param runs runs
 * @param calls their calls of generators and verifiers
 * @param choiceSeconds time of the router to choose a replica, once it knew who holds what
 * @param choices replicas chosen: one for each generator call, and again where one failed
 * @param rankSeconds time of the router to hear who holds a prompt
 * @param ranks how often it asked
 */
record Overhead(
    double ownSeconds,
    double cpuSeconds,
    double runs,
    double calls,
    double choiceSeconds,
    double choices,
    double rankSeconds,
    double ranks) {

  /** Returns what happened between two looks at the orchestrator's metrics. */
  static Overhead between(MetricsPage before, MetricsPage after) {
    return new Overhead(
        gain("metagen_run_own_time_seconds_sum", before, after),
        gain("process_cpu_time_ns_total", before, after) / 1e9,
        gain("metagen_run_own_time_seconds_count", before, after),
        gain("metagen_run_calls_total", before, after),
        gain("metagen_router_choice_seconds_sum", before, after),
        gain("metagen_router_choice_seconds_count", before, after),
        gain("metagen_router_rank_seconds_sum", before, after),
        gain("metagen_router_rank_seconds_count", before, after));
  }

  private static double gain(String name, MetricsPage before, MetricsPage after) {
    return after.sum(name) - before.sum(name);
  }

  /** Returns own milliseconds for each call of a generator or verifier. */
  double ownMillisPerCall() {
    return 1e3 * ownSeconds / calls;
  }

  /** Returns processor milliseconds for each call of a generator or verifier. */
  double cpuMillisPerCall() {
    return 1e3 * cpuSeconds / calls;
  }

  /** Returns microseconds for each choice of a replica. */
  double choiceMicros() {
    return 1e6 * choiceSeconds / choices;
  }

  /** Returns milliseconds of each wait for the prefix index; 0 where nothing was asked. */
  double rankMillis() {
    return ranks == 0 ? 0 : 1e3 * rankSeconds / ranks;
  }
}
