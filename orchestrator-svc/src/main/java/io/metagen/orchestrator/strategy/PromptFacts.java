package io.metagen.orchestrator.strategy;

import io.metagen.orchestrator.budget.ModelShape;

/**
 * What is known of a prompt before anything is generated.
 *
 * @param tokenCount tokens of the prompt, at least 1
 * @param model what the model's size says about cost
 */
public record PromptFacts(int tokenCount, ModelShape model) {}
