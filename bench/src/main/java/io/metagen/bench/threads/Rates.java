package io.metagen.bench.threads;

/**
 * What one round of a setting gave, in tokens per second.
 *
 * @param generator decoding, alone
 * @param reward scoring, alone
 * @param generatorWithReward decoding while the reward model scores
 * @param rewardWithGenerator scoring while the generator decodes
 */
public record Rates(
    double generator, double reward, double generatorWithReward, double rewardWithGenerator) {}
