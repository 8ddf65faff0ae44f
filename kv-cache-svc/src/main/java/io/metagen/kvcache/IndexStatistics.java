package io.metagen.kvcache;

import java.util.concurrent.atomic.LongAdder;

/** Counts of the index since the start; admitted - evicted is the number of blocks held. */
final class IndexStatistics {
  final LongAdder admitted = new LongAdder();
  final LongAdder evicted = new LongAdder();
  final LongAdder lookups = new LongAdder();
  final LongAdder hits = new LongAdder();
}
