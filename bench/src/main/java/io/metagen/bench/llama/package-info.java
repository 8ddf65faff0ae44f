/**
 * Drives llama.cpp through its C interface: {@link io.metagen.bench.llama.PeerPackage} fetches its
 * prebuilt libraries, {@link io.metagen.bench.llama.LlamaEngine} is the side of a comparison.
 */
@NullMarked
package io.metagen.bench.llama;

import org.jspecify.annotations.NullMarked;
