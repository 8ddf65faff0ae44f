/** TorchScript source text as a runnable libtorch module: the archive in memory and its calls. */
@NullMarked
package io.metagen.transformer.torchscript;

import org.jspecify.annotations.NullMarked;
