/**
 * The command line {@code metagen bench}: measures this project's engine against llama.cpp, and for
 * one sequence against Jlama, on one machine, and what loading a network takes. {@code engine} has
 * what is measured and how, {@code llama} drives llama.cpp's library, {@code gguf} converts
 * checkpoints for it, {@code jlama} runs Jlama in a process of its own, {@code load} has the
 * process that loads, {@code soak} loads a packaged generator with calls for a long time, {@code
 * overhead} measures a step outside its forward pass, {@code threads} settings of OpenMP, {@code
 * verify} loads a packaged verifier with many callers, {@code mesh} searches through whole meshes,
 * {@code cost} what a step costs and how that grows.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
