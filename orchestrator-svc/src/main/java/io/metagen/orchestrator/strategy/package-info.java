/**
 * The strategies: plain blocking code over ports, with nothing of gRPC in it.
 *
 * <p>Read {@link io.metagen.orchestrator.strategy.Strategy} for the choice among candidates, one
 * record per strategy, and {@link io.metagen.orchestrator.strategy.ParallelSearch} for how
 * independent candidates come about: one call for all samples, judged in groups while others still
 * grow. {@link io.metagen.orchestrator.strategy.RebaseSearch} searches over steps: one call to draw
 * and one to judge for each depth.
 */
@NullMarked
package io.metagen.orchestrator.strategy;

import org.jspecify.annotations.NullMarked;
