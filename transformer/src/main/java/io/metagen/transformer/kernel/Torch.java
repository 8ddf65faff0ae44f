package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Functions of libtorch and of what it is linked with. libtorch must be loaded already. */
@SuppressWarnings("restricted")
final class Torch {
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(System.mapLibraryName("torch_cpu"), Arena.global());

  private Torch() {}

  /**
   * Returns a function.
   *
   * @throws java.util.NoSuchElementException if this libtorch has none of that name
   */
  static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
  }

  /** Returns what a function without arguments says, false if this libtorch hasn't got it. */
  static boolean says(String name) {
    return LIBRARY
        .find(name)
        .map(
            function ->
                Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN)))
        .map(Torch::answer)
        .orElse(false);
  }

  private static boolean answer(MethodHandle question) {
    try {
      return (boolean) question.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
