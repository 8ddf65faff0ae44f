/**
 * The command line {@code metagen bench}: measures this project's engine against llama.cpp on one
 * machine. {@code engine} has what is measured and how, {@code llama} drives the peer's library,
 * {@code gguf} converts checkpoints for it. {@code overhead} measures a step outside its forward
 * pass, {@code threads} settings of OpenMP.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
