/** Tests. */
@NullMarked
package io.metagen.orchestrator.budget;

import org.jspecify.annotations.NullMarked;
