/**
 * The way to the replicas: which generator gets a call, what happens when it fails, and how errors
 * of other services read to this service's caller. Only UNAVAILABLE is tried again.
 */
@NullMarked
package io.metagen.orchestrator.router;

import org.jspecify.annotations.NullMarked;
