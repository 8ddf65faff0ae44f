/**
 * Judges candidate solutions.
 *
 * <p>{@link io.metagen.verifier.VerifierEndpoint} checks a request, {@link
 * io.metagen.verifier.VerifierCatalog} finds the verifier that it names, and a {@link
 * io.metagen.verifier.CandidateVerifier} judges: {@link io.metagen.verifier.OutcomeVerifier} by a
 * reward model (package {@code reward}), {@link io.metagen.verifier.AnswerVerifier} by comparing
 * final answers (packages {@code answer} and {@code algebra}), {@link
 * io.metagen.verifier.StepVerifier} by reading the synthetic task's problem, {@link
 * io.metagen.verifier.JsonSchemaVerifier} and {@link io.metagen.verifier.RegexVerifier} by what the
 * request brings (packages {@code schema} and {@code pattern}, in bounded time by package {@code
 * bounded}).
 */
@NullMarked
package io.metagen.verifier;

import org.jspecify.annotations.NullMarked;
