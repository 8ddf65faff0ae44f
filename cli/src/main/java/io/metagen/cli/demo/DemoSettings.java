package io.metagen.cli.demo;

import io.metagen.cli.run.PromptForm;

/**
 * What a demonstration covers.
 *
 * @param seed root of its problems and random numbers
 * @param problems problems for each strategy, at least 1
 * @param samples candidates of each strategy but greedy, at least 1
 * @param form how problems are put to the generator
 */
public record DemoSettings(long seed, int problems, int samples, PromptForm form) {}
