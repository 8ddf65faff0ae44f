package io.metagen.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
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
  private TorchScriptModule network;
  private RopeTable rope;

  private TrainableTransformer(ModelConfig config, NDManager manager, Weights weights) {
    this.config = config;
    this.manager = manager;
    this.weights = weights;
    for (NDArray tensor : weights.tensors()) {
      tensor.setRequiresGradient(true);
      tensor.setName(WEIGHTS);
    }
    network = module(false);
    rope = RopeTable.of(config, 1, manager);
  }

  private TorchScriptModule module(boolean rounded) {
    Map<String, Object> attributes = new HashMap<>(Layout.attributes(config));
    attributes.put("rounded", rounded);
    return TorchScriptModule.load(
        manager,
        TrainableTransformer.class,
        List.of("network.py", "layer.py", "training.py"),
        "Network",
        attributes);
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
   * Takes the products of forward and backward passes in another precision from now on: {@code
   * F32}, which a network has at first, or {@code BF16}, whose factors and results are rounded
   * while the weights, their gradients and everything else stay f32 (mixed precision, Micikevicius
   * et al. 2018). A head of values is always multiplied in f32.
   */
  public void multiplyIn(Precision precision) {
    if (precision == Precision.INT8) {
      throw new IllegalArgumentException("precision: INT8, must be F32 or BF16");
    }
    TorchScriptModule before = network;
    network = module(precision == Precision.BF16);
    before.close();
  }

  /** Collects no gradients of the weights from now on, as a teacher needs none. */
  public void freeze() {
    weights.tensors().forEach(tensor -> tensor.setRequiresGradient(false));
  }

  /**
   * Returns the mean cross-entropy of what should follow each token, a scalar in nats.
   *
   * @param scope manager of the intermediate results and of the loss
   * @param targets [rows, length], int64: the id that should follow each token; below 0 for none,
   *     at least one is not
   */
  public NDArray loss(NDManager scope, TokenRows rows, NDArray targets) {
    requireLanguageHead();
    return run(scope, "loss", rows, targets);
  }

  /**
   * Returns the logits [n, vocabulary] at the n tokens that have a target, in the order of the
   * rows.
   *
   * @param targets as in {@link #loss}
   */
  public NDArray logits(NDManager scope, TokenRows rows, NDArray targets) {
    requireLanguageHead();
    return run(scope, "logits", rows, targets);
  }

  /**
   * Returns the mean cross-entropy of what should follow each token against the distributions of a
   * teacher, a scalar in nats (distillation, Hinton et al. 2015).
   *
   * @param targets as in {@link #loss}; only where there is one counts, not which
   * @param teacher [n, vocabulary], f32: the teacher's {@link #logits} there
   */
  public NDArray distilledLoss(NDManager scope, TokenRows rows, NDArray targets, NDArray teacher) {
    requireLanguageHead();
    return run(scope, "distilled_loss", rows, targets, teacher);
  }

  /**
   * Returns the mean binary cross-entropy of a head of one value, a scalar in nats (the token-level
   * verifier of Cobbe et al. 2021, section 4.2).
   *
   * @param scope manager of the intermediate results and of the loss
   * @param labels [rows, length], f32 from 0 to 1: what the head should say after each token; NaN
   *     for none, at least one is not
   */
  public NDArray valueLoss(NDManager scope, TokenRows rows, NDArray labels) {
    requireValueHead();
    return run(scope, "value_loss", rows, labels);
  }

  /**
   * Returns the mean of {@code -log sigmoid(better - worse)} over pairs of values, a scalar in nats
   * (Bradley and Terry 1952; Ouyang et al. 2022, equation 1).
   *
   * @param scope manager of the intermediate results and of the loss
   * @param better [pairs], int64: the place, row times length plus column, of each pair's better
   *     one
   * @param worse [pairs], int64: that of its worse one
   */
  public NDArray pairLoss(NDManager scope, TokenRows rows, NDArray better, NDArray worse) {
    requireValueHead();
    return run(scope, "pair_loss", rows, better, worse);
  }

  private void requireLanguageHead() {
    if (config.head() != Head.LANGUAGE && !config.tied()) {
      throw new IllegalStateException(config.architecture() + " has no language head");
    }
  }

  private void requireValueHead() {
    if (config.head().outputs() != 1) {
      throw new IllegalStateException(config.architecture() + " has no head of one value");
    }
  }

  private NDArray run(NDManager scope, String method, TokenRows rows, NDArray... aims) {
    int positions = 1 + (int) rows.positions().max().getLong();
    if (positions > config.maxPositions()) {
      throw new IllegalArgumentException(
          "rows: " + positions + " positions are outside 1 to " + config.maxPositions());
    }
    if (config.slidingWindow() > 0 && positions > config.slidingWindow()) {
      throw new IllegalArgumentException(
          "rows: " + positions + " positions exceed the sliding window " + config.slidingWindow());
    }
    rope = rope.covering(positions, config, manager);
    NDList arguments = new NDList(rows.tokens(), rows.positions(), rows.branches());
    arguments.addAll(List.of(aims));
    arguments.add(rope.cos());
    arguments.add(rope.sin());
    arguments.addAll(weights.tensors());
    NDArray result = network.runWithGradients(method, arguments).singletonOrThrow();
    result.attach(scope);
    return result;
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
