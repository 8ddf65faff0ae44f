/** Tests. */
@NullMarked
package io.metagen.orchestrator.spec;

import org.jspecify.annotations.NullMarked;
