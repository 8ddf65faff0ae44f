/** Tests. */
@NullMarked
package io.metagen.orchestrator.router;

import org.jspecify.annotations.NullMarked;
