/**
 * The command line {@code metagen bench}: measures this project's engine against llama.cpp on one
 * machine. {@code engine} has what is measured and how, {@code llama} drives the peer's library,
 * {@code gguf} converts checkpoints for it, {@code soak} loads a packaged generator for a long
 * time.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
