package io.metagen.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrainableTransformerTest {
  @Test
  void bench() {
    ModelConfig config =
        new ModelConfig(
            "LlamaForCausalLM",
            Family.LLAMA,
            192,
            5,
            6,
            6,
            32,
            512,
            400,
            256,
            1e-5f,
            10000,
            new RopeScaling.None(),
            true,
            false,
            false,
            0,
            false);
    assertThat(config.parameters()).isPositive();
    try (TrainableTransformer net = TrainableTransformer.random(config, 1);
        AdamW adam = AdamW.fresh(net, new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1))) {
      int rows = 32;
      int length = 160;
      Random r = new Random(3);
      long[] tokens = r.longs((long) rows * length, 0, 400).toArray();
      float[] mask = new float[rows * length];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = i % length > 60 ? 1 : 0;
      }
      for (int step = 0; step < 30; step++) {
        long t0 = System.nanoTime();
        try (NDManager scope = net.manager().newSubManager();
            GradientCollector c = scope.getEngine().newGradientCollector()) {
          NDArray loss =
              net.loss(
                  scope,
                  scope.create(tokens, new Shape(rows, length)),
                  scope.create(mask, new Shape(rows, length)));
          c.backward(loss);
          long t1 = System.nanoTime();
          float value = loss.getFloat();
          float norm = adam.step(1e-3);
          long t2 = System.nanoTime();
          System.out.printf(
              "%d loss %.4f norm %.3f %.0f ms + %.0f ms, %.0f tok/s%n",
              step,
              value,
              norm,
              (t1 - t0) / 1e6,
              (t2 - t1) / 1e6,
              rows * length / ((t2 - t0) / 1e9));
        }
      }
    }
  }
}
