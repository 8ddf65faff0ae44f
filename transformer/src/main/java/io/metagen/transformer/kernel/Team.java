package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the threads that libtorch's products run on. Threads of our own would have to share
 * the cores with those, which spin for a while after each product.
 */
@SuppressWarnings("restricted")
final class Team {

  /** Numbers from which on work is worth waking other threads up for. */
  private static final int SHARED_WORK = 1 << 14;

  private static final Map<Long, Region> REGIONS = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();
  private static final MethodHandle MAX_THREADS =
      Torch.function(
          "omp_get_max_threads",
          FunctionDescriptor.of(ValueLayout.JAVA_INT),
          Linker.Option.critical(false));
  private static final MethodHandle PARALLEL =
      Torch.function(
          "GOMP_parallel",
          FunctionDescriptor.ofVoid(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));
  private static final MemorySegment WORK = stub();

  private Team() {}

  private static MemorySegment stub() {
    try {
      MethodHandle work =
          MethodHandles.lookup()
              .findStatic(Team.class, "work", MethodType.methodType(void.class, long.class));
      FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG);
      return Linker.nativeLinker().upcallStub(work, descriptor, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the number of threads that the calling thread's work is spread over. */
  static int threads() {
    try {
      return (int) MAX_THREADS.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a task for each row, on one thread if there is little work in {@code numbers} a row. */
  static void each(int rows, int numbers, IntConsumer task) {
    int threads = (long) rows * numbers < SHARED_WORK ? 1 : Math.min(rows, threads());
    run(
        threads,
        piece -> {
          int end = (int) ((long) rows * (piece + 1) / threads);
          for (int row = (int) ((long) rows * piece / threads); row < end; row++) {
            task.accept(row);
          }
        });
  }

  /** Runs tasks 0 to {@code tasks - 1}, each once, in any order, and returns when all are done. */
  static void run(int tasks, IntConsumer task) {
    int threads = tasks == 1 ? 1 : Math.min(tasks, threads());
    if (threads <= 1) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
    } else {
      Region region = new Region(tasks, task);
      run(region, threads);
      region.check();
    }
  }

  private static void run(Region region, int threads) {
    long id = NEXT.incrementAndGet();
    REGIONS.put(id, region);
    try {
      PARALLEL.invokeExact(WORK, MemorySegment.ofAddress(id), threads, 0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      REGIONS.remove(id);
    }
  }

  /** Called by every thread of a parallel region. */
  @SuppressWarnings("unused") // by its name
  private static void work(long id) {
    Region region = REGIONS.get(id);
    if (region != null) {
      region.work();
    }
  }

  /** Tasks that several threads take one after another. */
  private static final class Region {
    private final int tasks;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    private Region(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
    }

    /** Throws nothing: an exception must not reach the C code that called. */
    private void work() {
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (Throwable e) {
        failure = e;
      }
    }

    private void check() {
      Throwable thrown = failure;
      if (thrown != null) {
        throw new IllegalStateException("a task failed", thrown);
      }
    }
  }
}
