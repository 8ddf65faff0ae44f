/**
 * The command line {@code metagen bench}. {@code bench engine} measures this project's engine
 * against llama.cpp on one machine: {@code engine} has what is measured and how, {@code llama}
 * drives the peer's library, {@code gguf} converts checkpoints for it. {@code bench mesh} measures
 * searches through whole meshes: {@code mesh}.
 */
@NullMarked
package io.metagen.bench;

import org.jspecify.annotations.NullMarked;
