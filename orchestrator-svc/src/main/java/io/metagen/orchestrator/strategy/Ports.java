package io.metagen.orchestrator.strategy;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/**
 * Everything that a search can reach.
 *
 * @param tasks runs the blocking calls of the search beside its own thread
 */
public record Ports(
    GeneratorPort generator,
    VerifierPort verifier,
    EventSink events,
    ExecutorService tasks,
    InstantSource clock) {}
