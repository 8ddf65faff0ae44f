package io.metagen.verifier.reward;

/**
 * What callers need to know of a loaded network.
 *
 * @param fingerprint SHA-256 in hex over configuration and weights
 * @param contextLength most tokens in a row
 * @param vocabularySize number of token ids
 */
record ModelFacts(String fingerprint, int contextLength, int vocabularySize) {}
