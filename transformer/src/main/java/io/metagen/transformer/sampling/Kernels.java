package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.Arrays;
import java.util.List;

/**
 * The methods of sampling.py as calls on tensors.
 *
 * @param scope owns every result
 */
record Kernels(TorchScriptModule module, NDManager scope) {

  NDArray tensor(String method, Object... arguments) {
    IValue[] values = values(arguments);
    try (IValue result = module.run(method, values)) {
      return result.toTensor((PtNDManager) scope);
    } finally {
      close(values);
    }
  }

  List<NDArray> tensors(String method, Object... arguments) {
    IValue[] values = values(arguments);
    try (IValue result = module.run(method, values)) {
      IValue[] parts = result.toIValueTuple();
      try {
        return Arrays.stream(parts).<NDArray>map(p -> p.toTensor((PtNDManager) scope)).toList();
      } finally {
        close(parts);
      }
    } finally {
      close(values);
    }
  }

  private static IValue[] values(Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (arguments[i]) {
            case PtNDArray tensor -> IValue.from(tensor);
            case Integer number -> IValue.from(number.longValue());
            case long[] numbers -> IValue.listFrom(numbers);
            default -> throw new IllegalArgumentException("no tensor form: " + arguments[i]);
          };
    }
    return values;
  }

  private static void close(IValue[] values) {
    for (IValue value : values) {
      value.close();
    }
  }
}
