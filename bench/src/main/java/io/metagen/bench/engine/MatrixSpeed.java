package io.metagen.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** How fast this machine multiplies matrices with libtorch: large ones, as prompts need them. */
final class MatrixSpeed {
  private static final int ROWS = 512;
  private static final int WIDTH = 2048;
  private static final int TRIES = 8;
  private static final double NANOS = 1e9;

  private MatrixSpeed() {}

  /** Returns the most operations per second of products in a precision; two per multiplication. */
  static double flops(Precision precision, LongSupplier nanos) {
    try (NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
        TorchScriptModule module =
            TorchScriptModule.load(
                manager, MatrixSpeed.class, List.of("peak.py"), "Peak", Map.of())) {
      NDArray x = manager.randomNormal(new Shape(ROWS, WIDTH));
      NDArray w = manager.randomNormal(new Shape(WIDTH, WIDTH));
      String product = precision.text();
      try (Arguments factors = new Arguments();
          Arguments weight = new Arguments();
          IValue packed = module.run("pack_" + product, weight.add(w))) {
        factors.add(x).addShared(packed);
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
          long begin = nanos.getAsLong();
          module.run(product, factors).close();
          best = Math.max(best, NANOS / (nanos.getAsLong() - begin));
        }
        return best * 2 * ROWS * WIDTH * WIDTH;
      }
    }
  }
}
