/**
 * Reward models, for whole solutions and for their steps: candidates of all callers go through
 * {@link io.metagen.verifier.reward.RewardModel} to one {@link
 * io.metagen.verifier.reward.ScoringEngine} for each model, become rows with marks ({@link
 * io.metagen.verifier.reward.RowForm}) and are scored in batches over a prefix cache ({@link
 * io.metagen.verifier.reward.ModelScorer}).
 */
@NullMarked
package io.metagen.verifier.reward;

import org.jspecify.annotations.NullMarked;
