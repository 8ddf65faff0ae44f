package io.metagen.bench.soak;

import static io.metagen.bench.soak.Kind.HANG_UP;
import static io.metagen.bench.soak.Kind.LONG;
import static io.metagen.bench.soak.Kind.RESTRICTED;
import static io.metagen.bench.soak.Kind.SAMPLES;
import static io.metagen.bench.soak.Kind.SCORE;
import static io.metagen.bench.soak.Kind.SHORT;
import static io.metagen.bench.soak.Kind.TREE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The mix of the load: cards in random order, every twenty of them the same ones, so that the mix
 * does not drift while a run goes on. A function of the seed. Thread-safe.
 */
final class Deck {
  private static final List<Card> CARDS =
      List.of(
          card(SAMPLES, 1),
          card(SAMPLES, 4),
          card(SAMPLES, 16),
          card(SAMPLES, 32),
          card(SAMPLES, 64),
          card(TREE, 8),
          card(TREE, 16),
          card(TREE, 32),
          card(HANG_UP, 1),
          card(HANG_UP, 8),
          card(HANG_UP, 16),
          card(HANG_UP, 64),
          card(RESTRICTED, 2),
          card(RESTRICTED, 8),
          card(RESTRICTED, 16),
          card(SCORE, 1),
          card(SCORE, 8),
          card(LONG, 1),
          card(LONG, 4),
          card(SHORT, 8));

  private final ArrayDeque<Card> left = new ArrayDeque<>();
  private final Random random;

  Deck(long seed) {
    random = new Random(seed);
  }

  synchronized Card next() {
    if (left.isEmpty()) {
      List<Card> shuffled = new ArrayList<>(CARDS);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    Card drawn = left.removeFirst();
    return new Card(drawn.kind(), drawn.size(), random.nextLong());
  }

  private static Card card(Kind kind, int size) {
    return new Card(kind, size, 0);
  }
}
