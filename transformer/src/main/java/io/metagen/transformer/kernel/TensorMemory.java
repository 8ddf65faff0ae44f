package io.metagen.transformer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Where libtorch keeps a tensor's numbers, by its C interface ({@code aoti_torch}, shim.h). */
public final class TensorMemory {
  private static final MethodHandle DATA =
      Torch.function(
          "aoti_torch_get_data_ptr",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

  private TensorMemory() {}

  /** Returns the address of the first number of a tensor on the CPU; 0 if it has none. */
  public static long address(NDArray tensor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
      // What DJL keeps of a tensor is the pointer that the C interface takes.
      int error = (int) DATA.invokeExact((long) ((PtNDArray) tensor).getHandle(), result);
      if (error != 0) {
        throw new IllegalStateException("libtorch refused; its reason is on standard error");
      }
      return result.get(ValueLayout.JAVA_LONG, 0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
