/**
 * Outcome reward models: from text to token rows in {@link
 * io.metagen.verifier.reward.OutcomeModel}, through one {@link
 * io.metagen.verifier.reward.ScoringEngine} that merges the rows of all callers, to {@link
 * io.metagen.verifier.reward.ModelScorer}, which computes no block of a shared prefix twice.
 */
@NullMarked
package io.metagen.verifier.reward;

import org.jspecify.annotations.NullMarked;
