/** One run from its admission to its result: place, seed, deadline, events. */
@NullMarked
package io.metagen.orchestrator.run;

import org.jspecify.annotations.NullMarked;
