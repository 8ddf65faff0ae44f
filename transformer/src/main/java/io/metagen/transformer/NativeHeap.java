package io.metagen.transformer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The C library's memory, in which libtorch keeps tensors. */
final class NativeHeap {

  @SuppressWarnings("restricted") // the signature is that of malloc_trim(3)
  private static final Optional<MethodHandle> TRIM =
      Linker.nativeLinker()
          .defaultLookup()
          .find("malloc_trim")
          .map(
              function ->
                  Linker.nativeLinker()
                      .downcallHandle(
                          function,
                          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));

  private NativeHeap() {}

  /**
   * Gives freed memory back to the operating system. glibc keeps holes between blocks in use, and
   * packing an int8 matrix leaves some behind: 0.4 GB for a network of 1.2 GB. Other C libraries
   * have no such call, and nothing happens.
   */
  static void giveBackFreed() {
    TRIM.ifPresent(NativeHeap::call);
  }

  private static void call(MethodHandle trim) {
    try {
      int _ = (int) trim.invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim takes a number and throws nothing", e);
    }
  }
}
