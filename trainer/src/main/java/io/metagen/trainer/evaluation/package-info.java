/**
 * Samples solutions, completes their beginnings, scores them, calibrates scores, and measures what
 * a choice among solutions is worth.
 */
@NullMarked
package io.metagen.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
