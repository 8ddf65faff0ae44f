/**
 * The synthetic task: grade-school word problems of two to eight steps with step-by-step solutions,
 * the shorthand in which they are learned, their splits, and the checker that grades a solution
 * without knowing how it was made.
 *
 * <p>From these come the texts that other kinds of models learn: step-by-step checks of solutions
 * (for generative verifiers), pairs of a wrong and a better solution (for correctors), problems
 * with distracting sentences (for rewriters), and problems that leave numbers out, with the facts
 * that tell them (for askers).
 */
@NullMarked
package io.metagen.task;

import org.jspecify.annotations.NullMarked;
