/** Samples solutions, scores them, and measures what a choice among them is worth. */
@NullMarked
package io.metagen.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
