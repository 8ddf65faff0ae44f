/** The gRPC surface of the orchestrator and what the container makes for it. */
@NullMarked
package io.metagen.orchestrator.endpoint;

import org.jspecify.annotations.NullMarked;
