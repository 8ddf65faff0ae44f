package io.metagen.transformer;

import java.nio.file.Path;

/**
 * What {@code config.json} says about a network, validated.
 *
 * @param architecture name in the file, for example {@code LlamaForCausalLM}
 * @param family the family that the architecture belongs to
 * @param hiddenSize width of the residual stream
 * @param layers number of decoder layers
 * @param heads query heads per layer
 * @param kvHeads key/value heads per layer, a divisor of {@code heads}
 * @param headDim width of one head, even
 * @param intermediateSize width of the gated feed-forward layer
 * @param vocabularySize number of token ids
 * @param maxPositions longest context, in tokens
 * @param rmsNormEps the constant under the root of every RMS norm
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how those frequencies are stretched
 * @param tied whether the head shares the embedding's weights
 * @param attentionBias whether the attention's projections have biases
 * @param qkNorm whether queries and keys are RMS-normalised per head
 * @param slidingWindow positions that a query sees, itself included; 0 means all before it
 * @param head what it says of a position
 */
public record ModelConfig(
    String architecture,
    Family family,
    int hiddenSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int intermediateSize,
    int vocabularySize,
    int maxPositions,
    float rmsNormEps,
    double ropeTheta,
    RopeScaling ropeScaling,
    boolean tied,
    boolean attentionBias,
    boolean qkNorm,
    int slidingWindow,
    Head head) {

  /**
   * Returns the configuration in a file.
   *
   * @throws CheckpointException naming the key that is missing, out of range or not supported
   */
  public static ModelConfig read(Path configJson) {
    return new ConfigReader(configJson).read();
  }

  /** Writes the configuration as a {@code config.json} that {@link #read} understands. */
  public void write(Path configJson) {
    ConfigWriter.write(this, configJson);
  }

  /** Returns the same network with one value as its head, more layers and a wider stream. */
  ModelConfig withValueHead(int moreLayers, int moreHidden) {
    return new ModelConfig(
        family.architecture(Head.SEQUENCE),
        family,
        hiddenSize + moreHidden,
        layers + moreLayers,
        heads,
        kvHeads,
        headDim,
        intermediateSize,
        vocabularySize,
        maxPositions,
        rmsNormEps,
        ropeTheta,
        ropeScaling,
        tied,
        attentionBias || moreLayers > 0,
        qkNorm,
        slidingWindow,
        Head.SEQUENCE);
  }

  /** Returns the same network with more layers. */
  ModelConfig withMoreLayers(int moreLayers) {
    return new ModelConfig(
        architecture,
        family,
        hiddenSize,
        layers + moreLayers,
        heads,
        kvHeads,
        headDim,
        intermediateSize,
        vocabularySize,
        maxPositions,
        rmsNormEps,
        ropeTheta,
        ropeScaling,
        tied,
        attentionBias,
        qkNorm,
        slidingWindow,
        head);
  }

  /** Returns the number of weights; a tied head counts once. */
  public long parameters() {
    return Layout.of(this).tensors().stream()
        .flatMap(tensor -> tensor.parts().stream())
        .mapToLong(TensorSpec::size)
        .sum();
  }

  /**
   * Returns the floating-point operations of one token's forward pass: two per weight of every
   * matrix product (the head included, the embedding's look-up not) and {@code 4 * layers * heads *
   * headDim * contextLength} for the attention's two products (Kaplan et al. 2020, section 2.1).
   *
   * @param contextLength positions that the token attends to, itself included
   */
  public double flopsPerToken(int contextLength) {
    double attention = (double) hiddenSize * headDim * (2.0 * heads + 2.0 * kvHeads);
    double feedForward = 3.0 * hiddenSize * intermediateSize;
    double answers = head == Head.LANGUAGE ? vocabularySize : head.outputs();
    double inner = head.deep() ? (double) hiddenSize * hiddenSize : 0;
    int visible = slidingWindow == 0 ? contextLength : Math.min(contextLength, slidingWindow);
    return 2 * (layers * (attention + feedForward) + inner + hiddenSize * answers)
        + 4.0 * layers * heads * headDim * visible;
  }

  /** Whether logits come from the embedding's weights. */
  boolean tiedHead() {
    return tied && head == Head.LANGUAGE;
  }

  /** Whether the attention's output projection has a bias too; Qwen2 has it on q, k and v alone. */
  boolean outputBias() {
    return attentionBias && family != Family.QWEN2;
  }
}
