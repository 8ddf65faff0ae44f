/**
 * The error model of the contract: one exception, a closed list of reasons, one mapping to gRPC
 * status.
 *
 * <p>Services throw {@link io.metagen.error.ServiceException}; {@link
 * io.metagen.error.GuardedService} turns whatever a method throws into a status with exactly one
 * {@code ErrorInfo} through {@link io.metagen.error.ErrorMapping}. No other class builds a {@code
 * Status}.
 */
@NullMarked
package io.metagen.error;

import org.jspecify.annotations.NullMarked;
