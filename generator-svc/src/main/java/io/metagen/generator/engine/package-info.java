/**
 * Continuous batching: what happens between a call's submission and its last token.
 *
 * <p>Reading order: {@link io.metagen.generator.engine.Sequence} (one sample's tokens and cursors),
 * {@link io.metagen.generator.engine.Scheduler} (who runs), {@link
 * io.metagen.generator.engine.EngineCore} (the loop: schedule, forward, sample, publish), {@link
 * io.metagen.generator.engine.Engine} (the thread that owns all of it), {@link
 * io.metagen.generator.engine.StepResults} (how results leave that thread), {@link
 * io.metagen.generator.engine.CallOutput} (where their readers wait).
 */
@NullMarked
package io.metagen.generator.engine;

import org.jspecify.annotations.NullMarked;
