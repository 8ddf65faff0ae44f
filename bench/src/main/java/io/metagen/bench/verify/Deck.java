package io.metagen.bench.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The mix of the load: each kind once in random order, then again, so that the mix does not drift
 * while a run goes on. A function of the seed. Thread-safe.
 */
final class Deck {
  private final List<Drill> drills;
  private final ArrayDeque<Drill> left = new ArrayDeque<>();
  private final Random random;

  Deck(List<Drill> drills, long seed) {
    this.drills = List.copyOf(drills);
    random = new Random(seed);
  }

  /** A call to make. */
  record Card(String kind, Exchange exchange) {}

  synchronized Card next() {
    if (left.isEmpty()) {
      List<Drill> shuffled = new ArrayList<>(drills);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    Drill drill = left.removeFirst();
    return new Card(drill.kind(), drill.exchanges().apply(new SplittableRandom(random.nextLong())));
  }

  List<String> kinds() {
    return drills.stream().map(Drill::kind).toList();
  }
}
