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
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run one program together: libtorch's own pool, so that no others share the cores
 * with those, which may spin for a while after libtorch's last operator. Every thread runs the
 * whole program; its {@linkplain Member#each phases} divide their tasks among them, and end when
 * all tasks are done.
 */
@SuppressWarnings("restricted")
final class Team {

  /** Numbers from which on work is worth more than one thread. */
  private static final int SHARED_WORK = 1 << 13;

  /** Between the counters of two threads, which lie in lines of their own. */
  private static final int APART = 16;

  private static final Map<Long, Team> TEAMS = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();

  /** {@code at::get_num_threads}, which first makes libtorch's setting the calling thread's. */
  private static final MethodHandle MAX_THREADS = number("_ZN2at15get_num_threadsEv");

  private static final MethodHandle THREADS = number("omp_get_num_threads");
  private static final MethodHandle THREAD = number("omp_get_thread_num");
  private static final MethodHandle PARALLEL =
      Torch.function(
          "GOMP_parallel",
          FunctionDescriptor.ofVoid(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));
  private static final MemorySegment WORK = stub();

  private final Consumer<Member> program;
  private final AtomicIntegerArray taken = new AtomicIntegerArray(threads() * APART);
  private final Barrier barrier = new Barrier();
  private volatile @Nullable Throwable failure;

  private Team(Consumer<Member> program) {
    this.program = program;
  }

  private static MethodHandle number(String function) {
    return Torch.function(function, FunctionDescriptor.of(ValueLayout.JAVA_INT));
  }

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

  private static int call(MethodHandle number) {
    try {
      return (int) number.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the number of threads that a program of the calling thread runs on at most. */
  static int threads() {
    return call(MAX_THREADS);
  }

  /**
   * Runs a program on every thread, and returns when all are through.
   *
   * @throws IllegalStateException if it failed on one of them, with the cause
   */
  static void run(Consumer<Member> program) {
    Team team = new Team(program);
    if (threads() == 1) {
      team.work(0, 1);
    } else {
      team.fork();
    }
    if (team.failure != null) {
      throw new IllegalStateException("a step failed", team.failure);
    }
  }

  private void fork() {
    long id = NEXT.incrementAndGet();
    TEAMS.put(id, this);
    try {
      PARALLEL.invokeExact(WORK, MemorySegment.ofAddress(id), threads(), 0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      TEAMS.remove(id);
    }
  }

  /** Called by libgomp on every thread. */
  @SuppressWarnings("unused") // by its name
  private static void work(long id) {
    Team team = TEAMS.get(id);
    if (team != null) {
      // libgomp may give fewer threads than it was asked for.
      team.work(call(THREAD), call(THREADS));
    }
  }

  /** Throws nothing: an exception must not reach the C code that called. */
  private void work(int number, int threads) {
    try {
      program.accept(new Member(number, threads));
    } catch (Barrier.Broken e) {
      // Another thread failed, and has kept the reason.
    } catch (Throwable e) {
      failure = e;
      barrier.breakDown();
    }
  }

  /** Makes all tasks of the next phase free. */
  private void giveBack() {
    for (int i = 0; i < taken.length(); i += APART) {
      taken.set(i, 0);
    }
  }

  /** One of the threads, for as long as its program runs. */
  final class Member {
    private final int number;
    private final int threads;

    private Member(int number, int threads) {
      this.number = number;
      this.threads = threads;
    }

    /** Returns the thread's number, from 0 on. */
    int number() {
      return number;
    }

    /**
     * Runs tasks 0 to {@code tasks - 1}, each once, with all other threads. Each thread has a range
     * of its own, which it goes through in order before it helps others.
     */
    void each(int tasks, IntConsumer task) {
      if (threads == 1) {
        for (int i = 0; i < tasks; i++) {
          task.accept(i);
        }
      } else {
        for (int i = 0; i < threads; i++) {
          takeFrom((number + i) % threads, tasks, task);
        }
        barrier.await(threads, Team.this::giveBack);
      }
    }

    private void takeFrom(int owner, int tasks, IntConsumer task) {
      int first = (int) ((long) tasks * owner / threads);
      int count = (int) ((long) tasks * (owner + 1) / threads) - first;
      int counter = owner * APART;
      while (taken.get(counter) < count) {
        int i = taken.getAndIncrement(counter);
        if (i < count) {
          task.accept(first + i);
        }
      }
    }

    /** Runs a task for each row; on one thread if there is little work in {@code numbers} a row. */
    void each(int rows, int numbers, IntConsumer task) {
      int pieces = (long) rows * numbers < SHARED_WORK ? 1 : Math.min(rows, threads);
      each(
          pieces,
          piece -> {
            int end = (int) ((long) rows * (piece + 1) / pieces);
            for (int row = (int) ((long) rows * piece / pieces); row < end; row++) {
              task.accept(row);
            }
          });
    }
  }
}
