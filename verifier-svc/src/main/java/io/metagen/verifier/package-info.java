/**
 * Judges candidate solutions.
 *
 * <p>{@link io.metagen.verifier.VerifierEndpoint} checks a request, {@link
 * io.metagen.verifier.VerifierCatalog} finds the verifier that it names, and a {@link
 * io.metagen.verifier.CandidateVerifier} judges: {@link io.metagen.verifier.OutcomeVerifier} by a
 * reward model (package {@code reward}), {@link io.metagen.verifier.AnswerVerifier} by comparing
 * final answers (package {@code answer}), {@link io.metagen.verifier.StepVerifier} by reading the
 * synthetic task's problem.
 */
@NullMarked
package io.metagen.verifier;

import org.jspecify.annotations.NullMarked;
