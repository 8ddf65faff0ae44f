/**
 * How long a step of the generator takes outside its forward pass. {@link
 * io.metagen.bench.overhead.LocalEngine} is the service's engine in this process, {@link
 * io.metagen.bench.overhead.TimedModel} notes its steps, {@link
 * io.metagen.bench.overhead.PackagedService} is the service as it is shipped, asked through gRPC.
 */
@NullMarked
package io.metagen.bench.overhead;

import org.jspecify.annotations.NullMarked;
