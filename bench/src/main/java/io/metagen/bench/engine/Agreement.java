package io.metagen.bench.engine;

import io.metagen.bench.BenchException;
import java.util.Optional;
import java.util.Random;

/**
 * Shows that two sides have loaded the same network: in f32 they continue a prompt alike.
 *
 * @param shape the network's name
 * @param vocabulary tokens of the prompt are below it
 * @param seed of the prompt
 */
public record Agreement(String shape, int vocabulary, long seed) {
  private static final int PROMPT_TOKENS = 32;
  private static final int STEPS = 16;

  /**
   * Compares the greedy tokens of both sides.
   *
   * @throws BenchException naming the first step whose tokens differ
   */
  public void check(Engine ours, String peerName, Engine peer) {
    difference(ours, peerName, peer)
        .ifPresent(
            text -> {
              throw new BenchException(text);
            });
  }

  /** Returns the first step whose greedy tokens differ, in words. */
  public Optional<String> difference(Engine ours, String peerName, Engine peer) {
    int[] prompt = new Random(seed).ints(PROMPT_TOKENS, 0, vocabulary).toArray();
    int[] mine = ours.greedy(prompt, STEPS);
    int[] theirs = peer.greedy(prompt, STEPS);
    for (int step = 0; step < STEPS; step++) {
      if (mine[step] != theirs[step]) {
        return Optional.of(
            "%s: greedy tokens differ at step %d: ours %d, %s %d"
                .formatted(shape, step, mine[step], peerName, theirs[step]));
      }
    }
    return Optional.empty();
  }
}
