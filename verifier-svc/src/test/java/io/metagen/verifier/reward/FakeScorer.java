package io.metagen.verifier.reward;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Scores a row by its first token, one batch for each permit; {@link #DEADLY} kills it. */
final class FakeScorer implements RowScorer {
  static final int DEADLY = -1;

  final Semaphore mayRun = new Semaphore(0);
  final AtomicInteger running = new AtomicInteger();
  final Set<Integer> seen = ConcurrentHashMap.newKeySet();
  volatile boolean closed;

  @Override
  public ModelFacts facts() {
    return new ModelFacts("fake", 100, 100);
  }

  @Override
  public List<RowScore> score(List<MarkedRow> rows) {
    running.incrementAndGet();
    mayRun.acquireUninterruptibly();
    running.decrementAndGet();
    for (MarkedRow row : rows) {
      seen.add(row.tokens()[0]);
      if (row.tokens()[0] == DEADLY) {
        throw new IllegalStateException("a deadly row");
      }
    }
    return rows.stream().map(row -> new RowScore(new float[] {row.tokens()[0]}, 0, 1)).toList();
  }

  @Override
  public void close() {
    closed = true;
  }
}
