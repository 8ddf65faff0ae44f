/**
 * Spans of the search and metrics of the calls, by the names of OpenTelemetry's GenAI conventions.
 */
@NullMarked
package io.metagen.orchestrator.telemetry;

import org.jspecify.annotations.NullMarked;
