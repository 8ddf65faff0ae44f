package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.metagen.transformer.torchscript.Arguments;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * AdamW with clipped gradients (Loshchilov and Hutter 2019, algorithm 2) over one network's
 * weights, in place. Matrices decay, norms and biases do not.
 */
public final class AdamW implements AutoCloseable {

  /**
   * Settings that stay the same over a run.
   *
   * @param beta1 decay of the mean of gradients, from 0 to below 1
   * @param beta2 decay of the mean of squared gradients, from 0 to below 1
   * @param eps added to the denominator, above 0
   * @param weightDecay share of a weight lost per unit of learning rate, at least 0
   * @param clipNorm largest Euclidean norm of all gradients together, above 0
   * @param lowerLayers so many layers, and the embedding below them, learn at a rate of their own
   * @param lowerShare that rate as a share of the others', from 0 to 1
   */
  public record Settings(
      double beta1,
      double beta2,
      double eps,
      double weightDecay,
      double clipNorm,
      int lowerLayers,
      double lowerShare) {
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("beta1, beta2: range [0, 1)");
      }
      if (!(lowerLayers >= 0 && lowerShare >= 0 && lowerShare <= 1)) {
        throw new IllegalArgumentException("lowerLayers: at least 0; lowerShare: range [0, 1]");
      }
      if (!(eps > 0 && weightDecay >= 0 && clipNorm > 0)) {
        throw new IllegalArgumentException("eps, clipNorm: above 0; weightDecay: at least 0");
      }
    }
  }

  private static final String STEPS = "steps";

  private final TrainableTransformer network;
  private final Settings settings;
  private final NDManager manager;
  private final TorchScriptModule module;
  private final Weights state;
  private final IValue weights;
  private final IValue mean;
  private final IValue square;
  private final IValue shares;
  private long steps;

  private AdamW(
      TrainableTransformer network,
      Settings settings,
      NDManager manager,
      BiConsumer<TensorSpec, FloatBuffer> source) {
    this.network = network;
    this.settings = settings;
    this.manager = manager;
    module = TorchScriptModule.load(manager, AdamW.class, List.of("adamw.py"), "AdamW", Map.of());
    state = Weights.fill(layout(network), manager, source);
    int count = network.weights().tensors().size();
    weights = Arguments.list(network.weights().tensors());
    mean = Arguments.list(state.tensors().subList(0, count));
    square = Arguments.list(state.tensors().subList(count, 2 * count));
    shares = IValue.listFrom(shares(network, settings));
    steps = (long) state.tensors().getLast().getFloat();
  }

  /** Returns an optimiser with no memory of gradients. */
  public static AdamW fresh(TrainableTransformer network, Settings settings) {
    return new AdamW(
        network,
        settings,
        network.manager().newSubManager(),
        (spec, values) -> zeros(spec, values));
  }

  /**
   * Returns the optimiser that {@link #save} wrote.
   *
   * @throws CheckpointException if the file doesn't fit the network
   */
  public static AdamW load(TrainableTransformer network, Settings settings, Path file) {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      return new AdamW(network, settings, network.manager().newSubManager(), saved::read);
    }
  }

  private static double[] shares(TrainableTransformer network, Settings settings) {
    return network.weights().layout().tensors().stream()
        .map(tensor -> tensor.parts().getFirst())
        .mapToDouble(part -> lower(part, settings.lowerLayers()) ? settings.lowerShare() : 1)
        .toArray();
  }

  private static boolean lower(TensorSpec spec, int layers) {
    boolean embedding = layers > 0 && spec.name().equals(Layout.EMBEDDING);
    return embedding
        || IntStream.range(0, layers)
            .anyMatch(layer -> spec.name().startsWith(Layout.layer(layer)));
  }

  private static void zeros(TensorSpec spec, FloatBuffer values) {
    values.position(values.position() + Math.toIntExact(spec.size()));
  }

  /** Means, then squares, of the network's tensors, then the number of steps. */
  private static Layout layout(TrainableTransformer network) {
    List<PackedTensor> tensors = new ArrayList<>();
    for (String prefix : List.of("mean.", "square.")) {
      network.weights().layout().tensors().forEach(t -> tensors.add(t.prefixed(prefix)));
    }
    tensors.add(PackedTensor.of(TensorSpec.of(STEPS, 1)));
    return new Layout(tensors);
  }

  /**
   * Changes the network's weights by one step along the gradients collected since the last one, and
   * sets those to 0.
   *
   * @param learningRate step size, above 0
   * @return the gradients' Euclidean norm before clipping
   */
  public float step(double learningRate) {
    steps++;
    List<NDArray> gradients =
        network.weights().tensors().stream().map(NDArray::getGradient).toList();
    try (Arguments arguments = arguments(gradients, learningRate);
        IValue norm = module.run("step", arguments);
        NDArray value = norm.toTensor((PtNDManager) manager)) {
      return value.getFloat();
    } finally {
      gradients.forEach(NDArray::close);
    }
  }

  private Arguments arguments(List<NDArray> gradients, double learningRate) {
    return new Arguments()
        .addShared(weights)
        .add(gradients)
        .addShared(mean)
        .addShared(square)
        .addShared(shares)
        .add(learningRate)
        .add(settings.beta1())
        .add(settings.beta2())
        .add(settings.eps())
        .add(settings.weightDecay())
        .add(settings.clipNorm())
        .add(steps);
  }

  /** Returns the number of steps made so far. */
  public long steps() {
    return steps;
  }

  /** Writes the optimiser's whole state as a safetensors file in f32. */
  public void save(Path file) {
    state.tensors().getLast().set(new float[] {steps});
    state.save(file, SafetensorsDtype.F32);
  }

  @Override
  public void close() {
    weights.close();
    mean.close();
    square.close();
    shares.close();
    module.close();
    manager.close();
  }
}
