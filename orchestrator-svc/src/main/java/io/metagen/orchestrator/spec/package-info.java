/** Reads and checks a run's description: every bad field is named by its path. */
@NullMarked
package io.metagen.orchestrator.spec;

import org.jspecify.annotations.NullMarked;
