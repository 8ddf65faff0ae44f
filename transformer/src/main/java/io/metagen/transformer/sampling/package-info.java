/**
 * From logits to tokens: one pipeline of adapters on the tensors, one set of parameters per row,
 * and counter-based random numbers. What a row gets does not depend, bit for bit, on the other
 * rows.
 */
@NullMarked
package io.metagen.transformer.sampling;

import org.jspecify.annotations.NullMarked;
