/** Tests. */
@NullMarked
package io.metagen.orchestrator.run;

import org.jspecify.annotations.NullMarked;
