package io.metagen.transformer.kernel;

/**
 * What a step must know of a network besides its weights.
 *
 * @param hidden width of the residual stream
 * @param heads of queries
 * @param kvHeads of keys and values
 * @param width of a head
 * @param window positions that a token sees at most, its own included
 * @param sinks first positions that it sees besides
 * @param epsilon of the norms
 */
public record Network(
    int hidden, int heads, int kvHeads, int width, int window, int sinks, float epsilon) {}
