/**
 * A decoder-only transformer on DJL's PyTorch engine: loading, forward, training.
 *
 * <p>The way of a step: {@code Transformer} takes rows of new tokens; {@code StepPlan} packs them
 * and {@code PartGroups} finds which parts of the context they share; {@code network.py} with
 * {@code serving.py} computes over the keys and values in the {@code KvPool}, with matrices that
 * {@code ServingWeights} laid out in the {@code MatrixPrecisions} that were chosen, slice by slice
 * ({@code TensorSlices}) from a {@code SafetensorsFile}. {@code TrainableTransformer} runs {@code
 * network.py} with {@code training.py} over whole rows.
 */
@NullMarked
package io.metagen.transformer;

import org.jspecify.annotations.NullMarked;
