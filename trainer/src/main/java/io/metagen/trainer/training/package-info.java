/**
 * The training loop: rows that branch and what is learned along them, objectives, batches, budget,
 * learning-rate schedule, checkpoints and progress.
 */
@NullMarked
package io.metagen.trainer.training;

import org.jspecify.annotations.NullMarked;
