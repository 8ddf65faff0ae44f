/**
 * The command line {@code metagen bench}: measures this project's engine against llama.cpp, and for
 * one sequence against Jlama, on one machine. {@code engine} has what is measured and how, {@code
 * llama} drives llama.cpp's library, {@code gguf} converts checkpoints for it, {@code jlama} runs
 * Jlama in a process of its own, {@code cost} measures what a step costs and how that grows.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
