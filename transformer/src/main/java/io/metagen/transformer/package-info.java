/** A decoder-only transformer on DJL's PyTorch engine: loading, forward, training, sampling. */
@NullMarked
package io.metagen.transformer;

import org.jspecify.annotations.NullMarked;
