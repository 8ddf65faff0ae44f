/**
 * The front door of the mesh. A request is read and checked ({@code spec}), gets a place, a seed
 * and a budget ({@code run}, {@code budget}), is carried out by a strategy ({@code strategy}) whose
 * ports reach the replicas ({@code router}); {@code endpoint} speaks gRPC with the client and
 * {@code telemetry} follows along.
 */
@NullMarked
package io.metagen.orchestrator;

import org.jspecify.annotations.NullMarked;
