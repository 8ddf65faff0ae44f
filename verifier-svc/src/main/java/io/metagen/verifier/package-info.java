/**
 * Judges candidate solutions.
 *
 * <p>{@link io.metagen.verifier.VerifierEndpoint} checks a request, {@link
 * io.metagen.verifier.VerifierCatalog} finds the verifier that it names, and a {@link
 * io.metagen.verifier.CandidateVerifier} judges: {@link io.metagen.verifier.RewardVerifier} by a
 * reward model (package {@code reward}), {@link io.metagen.verifier.AnswerVerifier} by comparing
 * final answers (packages {@code answer} and {@code algebra}), {@link
 * io.metagen.verifier.StepVerifier} by reading the synthetic task's problem, {@link
 * io.metagen.verifier.JsonSchemaVerifier} and {@link io.metagen.verifier.RegexVerifier} by what the
 * request brings (packages {@code schema} and {@code pattern}, in bounded time by package {@code
 * bounded}), {@link io.metagen.verifier.ProgramVerifier} by running the candidate as a program with
 * unit tests (package {@code program}), {@link io.metagen.verifier.JudgeVerifier} by a generator's
 * verdict (package {@code judge}), {@link io.metagen.verifier.EnsembleVerifier} by others. {@link
 * io.metagen.verifier.Judging} is what every call goes through. {@link
 * io.metagen.verifier.Comparer} compares candidates with each other by a utility that {@link
 * io.metagen.verifier.UtilityCatalog} finds (package {@code utility}).
 */
@NullMarked
package io.metagen.verifier;

import org.jspecify.annotations.NullMarked;
