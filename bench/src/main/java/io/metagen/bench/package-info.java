/**
 * The command line {@code metagen bench}: measures this project's engine against llama.cpp on one
 * machine, and what loading a network takes. {@code engine} has what is measured and how, {@code
 * llama} drives the peer's library, {@code gguf} converts checkpoints for it; {@code load} has the
 * process that loads.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
