/** Tests. */
@NullMarked
package io.metagen.orchestrator.strategy;

import org.jspecify.annotations.NullMarked;
