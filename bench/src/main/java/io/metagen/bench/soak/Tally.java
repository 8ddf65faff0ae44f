package io.metagen.bench.soak;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metagen.error.ErrorMapping;
import io.metagen.v1.ErrorReason;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how calls end. Thread-safe. */
final class Tally {
  /** Calls that the full queue refused; each is tried again. */
  static final String REFUSED = "refused, queue full";

  private final Map<String, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();

  void ended(String kind) {
    add(calls, kind);
  }

  void refused() {
    add(calls, REFUSED);
  }

  /** Counts a call that should have succeeded. */
  void failed(String kind, StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    ErrorReason reason = ErrorMapping.reason(failure);
    add(errors, kind + ": " + code + " " + reason);
  }

  Map<String, Long> calls() {
    return sums(calls);
  }

  Map<String, Long> errors() {
    return sums(errors);
  }

  private static void add(Map<String, LongAdder> counts, String key) {
    counts.computeIfAbsent(key, _ -> new LongAdder()).increment();
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }
}
