package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.Arrays;
import java.util.List;

/**
 * The methods of sampling.py as calls on tensors.
 *
 * @param scope owns every result
 */
record Kernels(TorchScriptModule module, NDManager scope) {

  NDArray tensor(String method, Object... values) {
    try (Arguments arguments = arguments(values);
        IValue result = module.run(method, arguments)) {
      return result.toTensor((PtNDManager) scope);
    }
  }

  List<NDArray> tensors(String method, Object... values) {
    try (Arguments arguments = arguments(values);
        IValue result = module.run(method, arguments)) {
      IValue[] parts = result.toIValueTuple();
      try {
        return Arrays.stream(parts).<NDArray>map(p -> p.toTensor((PtNDManager) scope)).toList();
      } finally {
        for (IValue part : parts) {
          part.close();
        }
      }
    }
  }

  private static Arguments arguments(Object... values) {
    Arguments arguments = new Arguments();
    for (Object value : values) {
      switch (value) {
        case NDArray tensor -> arguments.add(tensor);
        case Integer number -> arguments.add(number.longValue());
        case long[] numbers -> arguments.add(numbers);
        default -> throw new IllegalArgumentException("no tensor form: " + value);
      }
    }
    return arguments;
  }
}
