/**
 * Equality of mathematical answers: {@link io.metagen.verifier.algebra.AnswerReader} reads LaTeX or
 * plain text, {@link io.metagen.verifier.algebra.Answers} compares what it read, and {@link
 * io.metagen.verifier.algebra.Expressions} decides whether two expressions are equal: exactly by
 * polynomials where it can, else by values. All work on what callers wrote is bounded in size and
 * looks at its time limit.
 */
@NullMarked
package io.metagen.verifier.algebra;

import org.jspecify.annotations.NullMarked;
