package io.metagen.trainer.training;

/**
 * One row to learn from.
 *
 * @param tokens prompt and solution
 * @param promptLength tokens of the prompt; the loss counts those after it
 * @param label for the reward model: 1 if the solution's answer is right, else 0
 */
@SuppressWarnings(
    "ArrayRecordComponent") // rows are never compared, and boxing millions of ids would cost
public record Example(int[] tokens, int promptLength, float label) {}
