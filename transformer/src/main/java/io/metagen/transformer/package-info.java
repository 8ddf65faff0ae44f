/**
 * A decoder-only transformer on DJL's PyTorch engine: loading, forward, training.
 *
 * <p>The way of a step: {@code Transformer} takes rows of new tokens and hands them to a {@code
 * Forward}, which computes over the keys and values in the {@code KvPool}. On CPUs, {@code
 * CpuForward} runs the kernels of {@code kernel} over matrices that {@code CpuWeights} laid out in
 * the {@code MatrixPrecisions} that were chosen, row by row ({@code TensorSlices}) from a {@code
 * SafetensorsFile}. On GPUs, {@code DeviceForward} runs {@code layer.py} and {@code device.py} with
 * the weights as they are and the indices of a {@code DeviceStep}. {@code TrainableTransformer}
 * runs {@code layer.py} with {@code training.py} over whole rows.
 */
@NullMarked
package io.metagen.transformer;

import org.jspecify.annotations.NullMarked;
