package io.metagen.transformer.kernel;

import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network's weights.
 *
 * @param embedding of each token
 * @param finalNorm [hidden]
 * @param head what makes answers of final states
 * @param layers in their order
 * @param memory that holds them, which ends with this
 */
@SuppressWarnings("ArrayRecordComponent") // weights, never written again
public record NetworkWeights(
    Table embedding, float[] finalNorm, Head head, List<Layer> layers, Arena memory)
    implements AutoCloseable {

  public NetworkWeights {
    layers = List.copyOf(layers);
  }

  /**
   * A head's weights.
   *
   * @param inner product whose results go through a ReLU before the other; null for none
   * @param innerBias [outputs of inner], or none
   * @param outer product that gives the answers
   * @param bias [outputs of outer], or none
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never written again
  public record Head(@Nullable Matrix inner, float[] innerBias, Matrix outer, float[] bias) {

    /** Returns the matrix of the first product. */
    Matrix first() {
      return inner == null ? outer : inner;
    }
  }

  /**
   * One layer's weights. Vectors that the network hasn't got are empty.
   *
   * @param inputNorm [hidden]
   * @param queriesKeysValues one product for all three
   * @param output of the attention
   * @param postNorm [hidden]
   * @param gateUp one product for both
   * @param down of the feed-forward
   * @param biases of the attention
   * @param headNorms of queries and keys
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never written again
  public record Layer(
      float[] inputNorm,
      Matrix queriesKeysValues,
      Matrix output,
      float[] postNorm,
      Matrix gateUp,
      Matrix down,
      Biases biases,
      HeadNorms headNorms) {

    /** Returns the matrices in the order of their products. */
    List<Matrix> matrices() {
      return List.of(queriesKeysValues, output, gateUp, down);
    }
  }

  /**
   * What is added to products of the attention.
   *
   * @param queriesKeysValues one for each of their numbers, or none
   * @param output [hidden], or none
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never written again
  public record Biases(float[] queriesKeysValues, float[] output) {}

  /**
   * Weights of the norms of each head's queries and keys.
   *
   * @param queries [head width], or none
   * @param keys [head width], or none
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never written again
  public record HeadNorms(float[] queries, float[] keys) {}

  @Override
  public void close() {
    memory.close();
  }
}
