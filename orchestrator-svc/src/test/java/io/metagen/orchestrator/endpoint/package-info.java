/** Tests. */
@NullMarked
package io.metagen.orchestrator.endpoint;

import org.jspecify.annotations.NullMarked;
