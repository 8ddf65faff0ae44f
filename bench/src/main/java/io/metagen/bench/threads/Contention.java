package io.metagen.bench.threads;

import java.nio.file.Path;

/** Measures a generator and a reward model, each alone, then both at once in two processes. */
public final class Contention {
  private final Path generator;
  private final Path reward;
  private final long millis;

  /**
   * @param generator folder of the generator
   * @param reward folder of the reward model
   * @param millis how long each measurement takes, after a fifth of it that is not counted
   */
  public Contention(Path generator, Path reward, long millis) {
    this.generator = generator;
    this.reward = reward;
    this.millis = millis;
  }

  /** Returns one round. */
  public Rates measure(OpenMp setting) {
    // Whoever is measured alone is alone: threads that spin for work would be company.
    double rewardAlone;
    try (ModelProcess scorer = ModelProcess.start("reward", reward, setting)) {
      rewardAlone = warm(scorer);
    }
    try (ModelProcess sampler = ModelProcess.start("generator", generator, setting)) {
      double generatorAlone = warm(sampler);
      try (ModelProcess scorer = ModelProcess.start("reward", reward, setting)) {
        run(scorer, millis / 5);
        sampler.work(millis);
        double rewardToo = run(scorer, millis);
        return new Rates(generatorAlone, rewardAlone, sampler.rate(), rewardToo);
      }
    }
  }

  private double warm(ModelProcess process) {
    run(process, millis / 5);
    return run(process, millis);
  }

  private static double run(ModelProcess process, long millis) {
    process.work(millis);
    return process.rate();
  }
}
