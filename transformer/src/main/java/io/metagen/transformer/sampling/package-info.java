/**
 * From logits to tokens: one pipeline of adapters, one set of parameters per row, and counter-based
 * random numbers. What a row gets does not depend, bit for bit, on the other rows.
 *
 * <p>{@link io.metagen.transformer.sampling.Sampler} has two ways to do it. On CPUs it is Java with
 * the Vector API, one row after another on the tensor's memory ({@code VectorSampling}, {@code
 * RowSampler}, {@code RowLaw}); on other devices TorchScript on the tensors ({@code
 * TensorSampling}, {@code sampling.py}).
 */
@NullMarked
package io.metagen.transformer.sampling;

import org.jspecify.annotations.NullMarked;
