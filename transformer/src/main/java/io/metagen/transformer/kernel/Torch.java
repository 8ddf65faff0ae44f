package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * libtorch's C interface for libraries of operators ({@code aoti_torch} in its {@code shim.h}).
 * libtorch must be loaded already.
 */
@SuppressWarnings("restricted")
final class Torch {
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(System.mapLibraryName("torch_cpu"), Arena.global());
  private static final Linker.Option LEAF = Linker.Option.critical(false);
  private static final MethodHandle DATA =
      function(
          "aoti_torch_get_data_ptr",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
          LEAF);
  private static final MethodHandle TYPE =
      function(
          "aoti_torch_get_dtype",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
          LEAF);
  private static final MethodHandle DELETE =
      function(
          "aoti_torch_delete_tensor_object",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));

  private Torch() {}

  /** Returns a function of libtorch or of what it is linked with. */
  static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
  }

  /** Returns the address of a tensor's first element. */
  static long address(long tensor, MemorySegment scratch) {
    return call(DATA, tensor, scratch).get(ValueLayout.JAVA_LONG, 0);
  }

  /** Returns the number of a tensor's type. */
  static int type(long tensor, MemorySegment scratch) {
    return call(TYPE, tensor, scratch).get(ValueLayout.JAVA_INT, 0);
  }

  private static MemorySegment call(MethodHandle function, long tensor, MemorySegment scratch) {
    try {
      check((int) function.invokeExact(tensor, scratch));
      return scratch;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives up the reference to a tensor that an operator was called with. */
  static void release(long tensor) {
    try {
      check((int) DELETE.invokeExact(tensor));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a function that returns 0 unless it fails. */
  static void checked(MethodHandle function, Object... arguments) {
    try {
      check((int) function.invokeWithArguments(arguments));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(int error) {
    if (error != 0) {
      throw new IllegalStateException("libtorch refused a call; its reason is on standard error");
    }
  }
}
