package io.metagen.bench.verify;

import io.metagen.error.ErrorMapping;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how calls end. Thread-safe. */
final class Tally {
  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> nanos = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> failed = new ConcurrentSkipListMap<>();
  private final Map<String, String> wrong = new ConcurrentSkipListMap<>();

  /**
   * Calls of one kind.
   *
   * @param calls that were answered
   * @param meanMillis time of one, as its caller sees it; 0 for none
   */
  record Row(String kind, long calls, double meanMillis) {}

  void ended(String kind, long elapsedNanos) {
    add(calls, kind, 1);
    add(nanos, kind, elapsedNanos);
  }

  /** Counts a call that should have succeeded. */
  void failed(String kind, RuntimeException failure) {
    add(failed, kind + ": " + ErrorMapping.reason(failure), 1);
  }

  /** Keeps the first wrong answer of each kind. */
  void wrong(String kind, String fault) {
    wrong.putIfAbsent(kind, fault);
  }

  /** Returns a row for each kind, in the given order. */
  List<Row> rows(List<String> kinds) {
    return kinds.stream().map(this::row).toList();
  }

  long answered() {
    return calls.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Returns how many calls failed, by kind and reason. */
  Map<String, Long> failures() {
    Map<String, Long> sums = new TreeMap<>();
    failed.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }

  Map<String, String> wrongAnswers() {
    return new TreeMap<>(wrong);
  }

  private Row row(String kind) {
    long count = sum(calls, kind);
    return new Row(kind, count, count == 0 ? 0 : sum(nanos, kind) / 1e6 / count);
  }

  private static long sum(Map<String, LongAdder> counts, String key) {
    LongAdder count = counts.get(key);
    return count == null ? 0 : count.sum();
  }

  private static void add(Map<String, LongAdder> counts, String key, long amount) {
    counts.computeIfAbsent(key, _ -> new LongAdder()).add(amount);
  }
}
