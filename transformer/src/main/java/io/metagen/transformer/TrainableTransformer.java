package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One network with gradients, run over whole rows. Its layers are those of serving ({@code
 * network.py}); its products and its attention are plain ones that have gradients.
 *
 * <p>Losses must be taken inside an open {@code GradientCollector} of the PyTorch engine. Not
 * thread-safe: one owner thread.
 */
public final class TrainableTransformer implements AutoCloseable {
  private static final String WEIGHTS = "ws[]";

  private final ModelConfig config;
  private final NDManager manager;
  private final Weights weights;
  private final TorchScriptModule network;
  private RopeTable rope;

  private TrainableTransformer(ModelConfig config, NDManager manager, Weights weights) {
    this.config = config;
    this.manager = manager;
    this.weights = weights;
    for (NDArray tensor : weights.tensors()) {
      tensor.setRequiresGradient(true);
      tensor.setName(WEIGHTS);
    }
    network =
        TorchScriptModule.load(
            manager,
            TrainableTransformer.class,
            List.of("network.py", "layer.py", "training.py"),
            "Network",
            Layout.attributes(config));
    rope = RopeTable.of(config, 1, manager);
  }

  /** Returns a network with fresh weights that depend on the seed alone. */
  public static TrainableTransformer random(ModelConfig config, long seed) {
    NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
    return new TrainableTransformer(
        config, manager, Weights.fill(Layout.of(config), manager, Weights.random(config, seed)));
  }

  /**
   * Returns the network in a folder.
   *
   * @throws CheckpointException if the folder's configuration or weights can't be used
   */
  public static TrainableTransformer load(Path folder) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
      return new TrainableTransformer(checkpoint.config(), manager, checkpoint.weights(manager));
    }
  }

  /**
   * Returns a network with one scalar as its head that starts as the backbone of the one in a
   * folder: grown by layers and dimensions as {@link Growth} tells, and with a fresh head. What is
   * fresh depends on the seed alone.
   *
   * @param moreLayers layers on top of the backbone's; with 0, nothing but the head is new
   * @throws CheckpointException if the folder's configuration or weights can't be used
   * @throws IllegalArgumentException if there are more layers and the family is not Llama
   */
  public static TrainableTransformer loadBackbone(Path folder, int moreLayers, long seed) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      if (moreLayers > 0 && checkpoint.config().family() != Family.LLAMA) {
        throw new IllegalArgumentException(
            "moreLayers: "
                + moreLayers
                + ", only Llama grows, this is "
                + checkpoint.config().architecture());
      }
      ModelConfig config =
          checkpoint.config().withValueHead(moreLayers, moreLayers > 0 ? Growth.LANES : 0);
      NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
      return new TrainableTransformer(
          config,
          manager,
          Weights.fill(
              Layout.of(config),
              manager,
              moreLayers > 0
                  ? new Growth(checkpoint, config, seed)
                  : known(checkpoint, Weights.random(config, seed))));
    }
  }

  /**
   * Returns the network in a folder with fresh layers between its last one and its head. They
   * change nothing yet: their projections into the residual stream are 0 (Zhang et al., Fixup,
   * 2019, section 3). The rest of them depends on the seed alone.
   *
   * @param moreLayers at least 1
   * @throws CheckpointException if the folder's configuration or weights can't be used
   */
  public static TrainableTransformer loadDeeper(Path folder, int moreLayers, long seed) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      ModelConfig config = checkpoint.config().withMoreLayers(moreLayers);
      BiConsumer<TensorSpec, FloatBuffer> random = Weights.random(config, seed);
      NDManager manager = NDManager.newBaseManager(PtEngine.ENGINE_NAME);
      return new TrainableTransformer(
          config,
          manager,
          Weights.fill(
              Layout.of(config),
              manager,
              known(
                  checkpoint,
                  (spec, values) -> {
                    if (Weights.intoResidual(spec)) {
                      values.position(values.position() + Math.toIntExact(spec.size()));
                    } else {
                      random.accept(spec, values);
                    }
                  })));
    }
  }

  /** What the checkpoint has, and the rest from elsewhere. */
  private static BiConsumer<TensorSpec, FloatBuffer> known(
      Checkpoint checkpoint, BiConsumer<TensorSpec, FloatBuffer> fresh) {
    return (spec, values) -> {
      if (checkpoint.tensors().names().contains(spec.name())) {
        checkpoint.tensors().read(spec, values);
      } else {
        fresh.accept(spec, values);
      }
    };
  }

  public ModelConfig config() {
    return config;
  }

  /** Returns the manager that owns the weights; it lives as long as the network. */
  public NDManager manager() {
    return manager;
  }

  /**
   * Returns the mean cross-entropy of the masked tokens, a scalar in nats: token {@code [b, t]}
   * counts if {@code mask[b, t]} is not 0, predicted from those before it; column 0 never counts.
   *
   * @param scope manager of the intermediate results and of the loss
   * @param tokens [rows, length], int64, right-padded with any token id
   * @param mask [rows, length], f32, at least one entry beyond column 0 that is not 0
   */
  public NDArray loss(NDManager scope, NDArray tokens, NDArray mask) {
    if (config.head() != Head.LANGUAGE && !config.tied()) {
      throw new IllegalStateException(config.architecture() + " has no language head");
    }
    return run(scope, "loss", tokens.getShape().get(1) - 1, tokens, mask);
  }

  /**
   * Returns the mean binary cross-entropy of a head of one value at every masked position, a scalar
   * in nats (the token-level verifier of Cobbe et al. 2021, section 4.2).
   *
   * @param scope manager of the intermediate results and of the loss
   * @param tokens [rows, length], int64, right-padded with any token id
   * @param mask [rows, length], f32, at least one entry that is not 0
   * @param labels [rows, length], f32 from 0 to 1: what the head should say after each token
   */
  public NDArray valueLoss(NDManager scope, NDArray tokens, NDArray mask, NDArray labels) {
    if (config.head().outputs() != 1) {
      throw new IllegalStateException(config.architecture() + " has no head of one value");
    }
    return run(scope, "value_loss", tokens.getShape().get(1), tokens, mask, labels);
  }

  private NDArray run(NDManager scope, String method, long length, NDArray... batch) {
    if (length < 1 || length > config.maxPositions()) {
      throw new IllegalArgumentException(
          "tokens: length " + length + " is outside 1 to " + config.maxPositions());
    }
    if (config.slidingWindow() > 0 && length > config.slidingWindow()) {
      throw new IllegalArgumentException(
          "tokens: length " + length + " exceeds the sliding window " + config.slidingWindow());
    }
    rope = rope.covering((int) length, config, manager);
    NDList arguments = new NDList(batch);
    arguments.add(rope.cos());
    arguments.add(rope.sin());
    arguments.addAll(weights.tensors());
    NDArray loss = network.runWithGradients(method, arguments).singletonOrThrow();
    loss.attach(scope);
    return loss;
  }

  /** Returns views of the weights by checkpoint name, f32, attached to {@link #manager}. */
  public Map<String, NDArray> parameters() {
    return weights.byName();
  }

  Weights weights() {
    return weights;
  }

  /** Writes {@code config.json} and {@code model.safetensors} into an existing folder. */
  public void save(Path folder, SafetensorsDtype dtype) {
    config.write(folder.resolve(Checkpoint.CONFIG));
    weights.save(folder.resolve(TensorFiles.SINGLE), dtype);
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
