package io.metagen.bench.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * How fast this machine reads memory: the sum of numbers that no cache holds. They lie in huge
 * pages where the system gives some, as weights do.
 */
@SuppressWarnings("restricted")
final class MemorySpeed {
  /** Bytes per thread. */
  private static final long BYTES = 1L << 28;

  private static final long HUGE_PAGE = 1L << 21;

  /** MADV_HUGEPAGE. */
  private static final int HUGE_PAGES = 14;

  private static final MethodHandle ALLOCATE =
      function(
          "aligned_alloc",
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle ADVISE =
      function(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle FREE =
      function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private static final int PART = 1 << 16;
  private static final int TRIES = 8;
  private static final double NANOS = 1e9;

  private MemorySpeed() {}

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** Returns the most bytes per second that so many threads read together. */
  static double bytesPerSecond(int threads, LongSupplier nanos) {
    double best = 0;
    try (Arena arena = Arena.ofShared();
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<MemorySegment> memories = Stream.generate(() -> numbers(arena)).limit(threads).toList();
      for (int i = 0; i < TRIES; i++) {
        long begin = nanos.getAsLong();
        List<Future<Long>> sums =
            memories.stream().map(memory -> executor.submit(() -> sum(memory))).toList();
        sums.forEach(MemorySpeed::check);
        double seconds = (nanos.getAsLong() - begin) / NANOS;
        best = Math.max(best, (double) threads * BYTES / seconds);
      }
    }
    return best;
  }

  /** Returns 0, 1, 2 and so on. */
  private static MemorySegment numbers(Arena arena) {
    try {
      MemorySegment start = (MemorySegment) ALLOCATE.invokeExact(HUGE_PAGE, BYTES);
      if (start.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("no room for " + BYTES + " bytes of native memory");
      }
      int _ = (int) ADVISE.invokeExact(start, BYTES, HUGE_PAGES);
      MemorySegment memory = start.reinterpret(BYTES, arena, MemorySpeed::free);
      for (long i = 0; i < BYTES / Long.BYTES; i++) {
        memory.setAtIndex(ValueLayout.JAVA_LONG, i, i);
      }
      return memory;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void free(MemorySegment memory) {
    try {
      FREE.invokeExact(memory);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long sum(MemorySegment memory) {
    long sum = 0;
    for (long at = 0; at < BYTES; at += PART) {
      sum += sum(memory, at);
    }
    return sum;
  }

  private static long sum(MemorySegment memory, long begin) {
    long sum = 0;
    for (int i = 0; i < PART; i += Long.BYTES) {
      sum += memory.get(ValueLayout.JAVA_LONG, begin + i);
    }
    return sum;
  }

  /** Uses the sum, so that it can't be optimised away. */
  private static void check(Future<Long> sum) {
    long numbers = BYTES / Long.BYTES;
    try {
      if (sum.get() != numbers * (numbers - 1) / 2) {
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
