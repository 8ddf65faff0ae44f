/**
 * The gRPC side: reads requests into checked values, hands them to the engine, and turns what comes
 * back into messages. One virtual thread per call, plain blocking code.
 */
@NullMarked
package io.metagen.generator.call;

import org.jspecify.annotations.NullMarked;
