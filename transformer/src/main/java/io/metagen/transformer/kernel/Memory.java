package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Memory by its address: what tensors and the pools of keys and values are made of. */
@SuppressWarnings("restricted")
final class Memory {

  /** All addresses, as offsets. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final MethodHandle ADVISE =
      function(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  /** MADV_HUGEPAGE. */
  private static final int HUGE_PAGES = 14;

  /** Bytes of a huge page. */
  private static final long HUGE_PAGE = 1 << 21;

  /** Bytes of a line. */
  static final long LINE = 64;

  // PROT_READ, PROT_WRITE and PROT_EXEC; MAP_PRIVATE with MAP_ANONYMOUS.
  private static final int READ_WRITE = 1 | 2;
  private static final int READ_EXECUTE = 1 | 4;
  private static final int PRIVATE_ANONYMOUS = 2 | 0x20;

  private static final MethodHandle MAP =
      function(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle PROTECT =
      function(
          "mprotect",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CALLOC =
      function(
          "calloc",
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private Memory() {}

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /**
   * Returns zeros that take memory only once they are written to, free when the arena closes. They
   * begin with a line of the caches.
   *
   * @throws OutOfMemoryError if the system has no such room
   */
  static MemorySegment zeros(long bytes, Arena arena) {
    try {
      MemorySegment start = (MemorySegment) CALLOC.invokeExact(bytes + LINE, 1L);
      if (start.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("no room for " + bytes + " bytes of native memory");
      }
      useHugePages(start.address(), bytes);
      return start
          .reinterpret(bytes + LINE, arena, Memory::free)
          .asSlice(-start.address() & (LINE - 1), bytes);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Asks for huge pages where some fit: weights are read 4 % faster from them. What the system
   * answers does not matter.
   */
  private static void useHugePages(long address, long bytes) throws Throwable {
    long begin = Math.ceilDiv(address, HUGE_PAGE) * HUGE_PAGE;
    long end = (address + bytes) / HUGE_PAGE * HUGE_PAGE;
    if (begin < end) {
      int _ = (int) ADVISE.invokeExact(begin, end - begin, HUGE_PAGES);
    }
  }

  /**
   * Returns machine code where the processor may run it, never freed.
   *
   * @throws IllegalStateException if the system allows that to nobody
   */
  static MemorySegment code(byte[] bytes) {
    try {
      long address =
          (long) MAP.invokeExact(0L, (long) bytes.length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (address == -1) {
        throw new OutOfMemoryError("no room for " + bytes.length + " bytes of code");
      }
      MemorySegment code = MemorySegment.ofAddress(address).reinterpret(bytes.length);
      code.copyFrom(MemorySegment.ofArray(bytes));
      if ((int) PROTECT.invokeExact(address, (long) bytes.length, READ_EXECUTE) != 0) {
        throw new IllegalStateException(
            "the system runs no code made by this process: allow mprotect with PROT_EXEC");
      }
      return code;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies bytes that don't overlap. */
  static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  private static void free(MemorySegment memory) {
    try {
      FREE.invokeExact(memory);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
