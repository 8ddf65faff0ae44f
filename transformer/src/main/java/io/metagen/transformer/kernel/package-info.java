/**
 * A step of the network on CPUs. {@code CpuNetwork} runs it on the threads of a {@code Team}, over
 * {@code NetworkWeights}, {@code Activations} and the keys and values in {@code KvMemory}: a {@code
 * Product} multiplies tiles of a {@code Matrix} by generated code or, where the processor has none,
 * by the Vector API, with which all else is written. {@code AttentionOperator} divides the
 * attention into {@code AttentionTasks}; an {@code Attention} walks the tree of the blocks of one,
 * and a {@code TileAttention} adds a {@code Tile} to all query rows that see it. {@code Threads}
 * lends the team to what is done between steps. A row's result is the same bits whatever else is in
 * the step.
 */
@NullMarked
package io.metagen.transformer.kernel;

import org.jspecify.annotations.NullMarked;
