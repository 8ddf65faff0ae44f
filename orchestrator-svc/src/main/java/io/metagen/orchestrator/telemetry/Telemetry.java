package io.metagen.orchestrator.telemetry;

/** What is told of runs: their spans and their metrics. */
public record Telemetry(SearchTracer tracer, RunMetrics metrics) {}
