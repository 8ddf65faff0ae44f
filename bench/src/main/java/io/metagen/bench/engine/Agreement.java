package io.metagen.bench.engine;

import io.metagen.bench.BenchException;
import java.util.Random;

/** Shows that both sides have loaded the same network: in f32 they continue a prompt alike. */
public final class Agreement {
  private static final int PROMPT_TOKENS = 32;
  private static final int STEPS = 16;

  private Agreement() {}

  /**
   * Compares the greedy tokens of both sides.
   *
   * @throws BenchException naming the first step whose tokens differ
   */
  public static void check(String shape, Engine ours, Engine peer, int vocabulary, long seed) {
    int[] prompt = new Random(seed).ints(PROMPT_TOKENS, 0, vocabulary).toArray();
    int[] mine = ours.greedy(prompt, STEPS);
    int[] theirs = peer.greedy(prompt, STEPS);
    for (int step = 0; step < STEPS; step++) {
      if (mine[step] != theirs[step]) {
        throw new BenchException(
            shape
                + ": greedy tokens differ at step "
                + step
                + ": ours "
                + mine[step]
                + ", llama.cpp "
                + theirs[step]);
      }
    }
  }
}
