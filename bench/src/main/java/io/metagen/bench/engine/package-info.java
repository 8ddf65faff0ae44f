/**
 * What is measured: {@link io.metagen.bench.engine.Workload} are the tokens, {@link
 * io.metagen.bench.engine.Engine} is what both sides look like, {@link
 * io.metagen.bench.engine.Duel} measures them in turn.
 */
@NullMarked
package io.metagen.bench.engine;

import org.jspecify.annotations.NullMarked;
