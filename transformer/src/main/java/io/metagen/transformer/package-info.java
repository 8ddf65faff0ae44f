/**
 * A decoder-only transformer on DJL's PyTorch engine: loading, forward, training.
 *
 * <p>The way of a step: {@code Transformer} takes rows of new tokens and makes a {@code Step} of
 * them; {@code network.py} with {@code serving.py} multiplies by matrices that {@code
 * ServingWeights} laid out in the {@code MatrixPrecisions} that were chosen, slice by slice ({@code
 * TensorSlices}) from a {@code SafetensorsFile}; what lies between runs in {@code kernel}, over the
 * keys and values in the {@code KvPool}. {@code TrainableTransformer} runs {@code network.py} with
 * {@code layer.py} and {@code training.py} over whole rows.
 */
@NullMarked
package io.metagen.transformer;

import org.jspecify.annotations.NullMarked;
