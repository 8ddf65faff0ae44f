package io.metagen.bench.engine;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How fast this machine reads memory: the sum of arrays that no cache holds. */
final class MemorySpeed {
  /** Numbers per thread: 256 MiB. */
  private static final int NUMBERS = 1 << 25;

  private static final int PART = 1 << 16;
  private static final int TRIES = 8;
  private static final double NANOS = 1e9;

  private MemorySpeed() {}

  /** Returns the most bytes per second that so many threads read together. */
  static double bytesPerSecond(int threads, LongSupplier nanos) {
    List<long[]> arrays =
        Stream.generate(() -> IntStream.range(0, NUMBERS).asLongStream().toArray())
            .limit(threads)
            .toList();
    double best = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < TRIES; i++) {
        long begin = nanos.getAsLong();
        List<Future<Long>> sums =
            arrays.stream().map(array -> executor.submit(() -> sum(array))).toList();
        sums.forEach(MemorySpeed::check);
        double seconds = (nanos.getAsLong() - begin) / NANOS;
        best = Math.max(best, (double) threads * NUMBERS * Long.BYTES / seconds);
      }
    }
    return best;
  }

  private static long sum(long[] array) {
    long sum = 0;
    for (int at = 0; at < array.length; at += PART) {
      sum += sum(array, at);
    }
    return sum;
  }

  private static long sum(long[] array, int begin) {
    long sum = 0;
    for (int i = begin; i < begin + PART; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Uses the sum, so that it can't be optimised away. */
  private static void check(Future<Long> sum) {
    try {
      if (sum.get() != (long) NUMBERS * (NUMBERS - 1) / 2) {
        throw new IllegalStateException("a sum is wrong");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
