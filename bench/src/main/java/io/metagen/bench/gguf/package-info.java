/**
 * Writes GGUF files, the format of llama.cpp: {@link io.metagen.bench.gguf.GgufFile} knows the
 * format alone, {@link io.metagen.bench.gguf.LlamaConverter} what a Llama network is called in it.
 */
@NullMarked
package io.metagen.bench.gguf;

import org.jspecify.annotations.NullMarked;
