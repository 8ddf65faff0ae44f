package io.metagen.trainer.perplexity;

/**
 * How much the solution of one problem surprised a network.
 *
 * @param nats negative log-likelihood of its tokens, the end-of-text token included
 * @param tokens how many they are
 */
record Surprise(double nats, int tokens) {}
