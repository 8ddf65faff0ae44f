package io.metagen.bench.llama;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds C functions and calls them: the one place of operations that the JVM can't check. */
@SuppressWarnings("restricted")
final class NativeFunctions {
  private static final Linker LINKER = Linker.nativeLinker();

  private NativeFunctions() {}

  /** Returns a library that stays loaded as long as the arena is open. */
  static SymbolLookup library(Path file, Arena arena) {
    return SymbolLookup.libraryLookup(file, arena);
  }

  /** Returns a function with a result. */
  static MethodHandle value(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return at(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  /** Returns a function without a result. */
  static MethodHandle procedure(SymbolLookup library, String name, MemoryLayout... arguments) {
    return at(library.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
  }

  /** Returns the function at an address. */
  static MethodHandle at(MemorySegment address, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(address, descriptor);
  }

  /** Returns a C function without a result that does nothing. */
  static MemorySegment nothing(Arena arena, MemoryLayout... arguments) {
    FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(arguments);
    return LINKER.upcallStub(MethodHandles.empty(descriptor.toMethodType()), descriptor, arena);
  }

  /** Returns the memory at an address that C returned, of so many bytes. */
  static MemorySegment sized(MemorySegment address, long bytes) {
    return address.reinterpret(bytes);
  }

  /** Calls a function. Nothing is thrown by C; what is thrown here is a mistake in a descriptor. */
  static @Nullable Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls a function that returns an address.
   *
   * @throws IllegalArgumentException if the address is 0
   */
  static MemorySegment pointer(MethodHandle function, Object... arguments) {
    MemorySegment result = (MemorySegment) requireNonNull(call(function, arguments));
    if (result.equals(MemorySegment.NULL)) {
      throw new IllegalArgumentException("a function returned no address: " + function.type());
    }
    return result;
  }
}
