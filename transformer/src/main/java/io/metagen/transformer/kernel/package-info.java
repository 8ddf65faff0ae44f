/**
 * What a step does between its matrix products, on CPUs: operators of libtorch's written with the
 * Vector API. They work in place on tensors' memory, on the threads of libtorch's own pool, and a
 * row's result is the same bits whatever else is in the step.
 */
@NullMarked
package io.metagen.transformer.kernel;

import org.jspecify.annotations.NullMarked;
