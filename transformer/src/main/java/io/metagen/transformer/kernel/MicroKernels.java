package io.metagen.transformer.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's micro-kernels: code that it generates for each extent of a small product, once for each
 * thread. They are reached through {@code at::native::cpublas::brgemm}, on which libtorch's own
 * fused attention rests and which its library exports.
 */
final class MicroKernels implements TileProduct {
  // Constants, so that the JIT compiles calls of them and not a search for what to call.
  private static final @Nullable MethodHandle F32 = find(ElementType.F32, "PKfS3_Pf");
  private static final @Nullable MethodHandle BF16 =
      find(ElementType.BF16, "PKN3c108BFloat16ES5_Pf");
  private static final @Nullable MethodHandle INT8 = find(ElementType.INT8, "PKhPKaPi");

  private static @Nullable MethodHandle find(ElementType type, String arguments) {
    return supports(type) ? function(arguments) : null;
  }

  /** Returns whether the processor has what a type's code is made of; asks libtorch each time. */
  static boolean supports(ElementType type) {
    return switch (type) {
      case F32 -> Torch.says("_ZN2at3cpu19is_avx512_supportedEv");
      case BF16 -> Torch.says("_ZN2at3cpu24is_avx512_bf16_supportedEv");
      case INT8 -> Torch.says("_ZN2at3cpu24is_avx512_vnni_supportedEv");
    };
  }

  /** Rows, columns and inputs; numbers between rows of each; whether to add; addresses; groups. */
  private static MethodHandle function(String arguments) {
    return Torch.function(
        "_ZN2at6native7cpublas6brgemmEllllllb" + arguments + "b",
        FunctionDescriptor.ofVoid(
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_BOOLEAN,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_BOOLEAN));
  }

  @Override
  public void multiply(ElementType type, Extent extent, Addresses at) {
    switch (type) {
      case F32 -> call(requireNonNull(F32), extent, at, false);
      case BF16 -> call(requireNonNull(BF16), extent, at, true);
      case INT8 -> call(requireNonNull(INT8), extent, at, true);
    }
  }

  private static void call(MethodHandle function, Extent extent, Addresses at, boolean grouped) {
    try {
      function.invokeExact(
          (long) extent.rows(),
          (long) extent.columns(),
          (long) extent.inputs(),
          (long) extent.stride(),
          (long) extent.columns(),
          (long) extent.sumsStride(),
          extent.add(),
          at.rows(),
          at.tile(),
          at.sums(),
          grouped);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
