/**
 * Generators as judges: the probability of a verdict behind a prompt that shows problem and
 * candidate, directly or after sampled critiques, or that shows two candidates to choose from. They
 * are reached by the contract, so any generator serves.
 */
@NullMarked
package io.metagen.verifier.judge;

import org.jspecify.annotations.NullMarked;
