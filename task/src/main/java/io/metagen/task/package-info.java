/**
 * The synthetic task: grade-school word problems of two to eight steps with step-by-step solutions,
 * the shorthand in which they are learned, their splits, and the checker that grades a solution
 * without knowing how it was made.
 */
@NullMarked
package io.metagen.task;

import org.jspecify.annotations.NullMarked;
