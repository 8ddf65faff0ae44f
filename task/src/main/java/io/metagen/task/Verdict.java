package io.metagen.task;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the checker found.
 *
 * @param answer the normalised final answer, if the solution states one
 * @param wrongLine the first line, from 0, that is malformed, miscalculated, or does not start from
 *     the reference's quantities; empty when every line holds
 * @param correct whether the final answer is the right one
 */
public record Verdict(Optional<String> answer, OptionalInt wrongLine, boolean correct) {}
