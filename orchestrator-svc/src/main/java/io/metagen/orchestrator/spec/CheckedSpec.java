package io.metagen.orchestrator.spec;

import io.metagen.orchestrator.router.FieldPaths;
import io.metagen.orchestrator.strategy.Strategy;
import io.metagen.v1.RunSpec;

/**
 * A run's description that was found sound.
 *
 * @param message as it was sent
 * @param strategy what its strategy means, defaults filled in
 * @param generatorPaths how fields of generator requests read in it
 * @param verifierPaths how fields of verifier requests read in it
 */
public record CheckedSpec(
    RunSpec message, Strategy strategy, FieldPaths generatorPaths, FieldPaths verifierPaths) {}
