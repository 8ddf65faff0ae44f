/** The training loop: batches, budget, learning-rate schedule, checkpoints and progress. */
@NullMarked
package io.metagen.trainer.training;

import org.jspecify.annotations.NullMarked;
