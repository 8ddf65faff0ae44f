package io.metagen.transformer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights with which a grown scorer starts. */
final class GrowthTest {

  private static final int BODY = 32;
  private static final int WIDTH = BODY + Growth.LANES;
  private static final int LAYERS = 2;
  private static final int MORE = 2;
  private static final int HEAD_DIM = 8;
  private static final int VOCABULARY = 50;
  private static final String FIRST = "model.layers.2.";

  private static TrainableTransformer generator;
  private static TrainableTransformer scorer;

  @BeforeAll
  static void grow(@TempDir Path folder) {
    generator = TrainableTransformer.random(config(), 9);
    generator.save(folder, SafetensorsDtype.F32);
    scorer = TrainableTransformer.loadBackbone(folder, MORE, 1);
  }

  @AfterAll
  static void close() {
    scorer.close();
    generator.close();
  }

  @Test
  void config_isWiderAndDeeperWithBiases() {
    ModelConfig grown = scorer.config();
    assertThat(grown.architecture()).isEqualTo("LlamaForSequenceClassification");
    assertThat(grown.layers()).isEqualTo(LAYERS + MORE);
    assertThat(grown.hiddenSize()).isEqualTo(WIDTH);
    assertThat(grown.attentionBias()).isTrue();
  }

  @Test
  void backbone_keepsItsMatricesAndNeitherReadsNorWritesTheLanes() {
    Map<String, float[][]> grown = matrices(scorer);
    matrices(generator)
        .forEach(
            (name, old) -> {
              if (name.equals("lm_head.weight")) {
                return;
              }
              float[][] now = requireNonNull(grown.get(name), name);
              for (int row = 0; row < now.length; row++) {
                for (int column = 0; column < now[row].length; column++) {
                  boolean kept = row < old.length && column < old[row].length;
                  if (kept || !name.equals("model.embed_tokens.weight")) {
                    assertThat(now[row][column])
                        .as("%s [%d, %d]", name, row, column)
                        .isEqualTo(kept ? old[row][column] : 0);
                  }
                }
              }
            });
  }

  @Test
  void backbone_normsMakeUpForTheWiderMean() {
    double lowest = vector("model.layers.0.input_layernorm.weight")[0];
    double other = vector("model.layers.1.input_layernorm.weight")[0];
    assertThat(lowest).isCloseTo(Math.sqrt((BODY + Growth.CODE) / (double) WIDTH), within(1e-6));
    assertThat(other).isCloseTo(Math.sqrt(BODY / (double) WIDTH), within(1e-6));
    assertThat(vector("model.layers.1.input_layernorm.weight")[BODY]).isZero();
  }

  @Test
  void embedding_everyTokenHasASignCodeOfItsOwn() {
    float[][] rows = matrix("model.embed_tokens.weight");
    assertThat(
            IntStream.range(0, VOCABULARY)
                .mapToObj(
                    token -> {
                      StringBuilder code = new StringBuilder();
                      for (int lane = 0; lane < Growth.CODE; lane++) {
                        code.append(Math.signum(rows[token][BODY + lane]));
                      }
                      return code.toString();
                    }))
        .doesNotHaveDuplicates();
  }

  @Test
  void newLayers_addNothingButWhatTheTokenBeforeExpected() {
    for (int layer = LAYERS; layer < LAYERS + MORE; layer++) {
      assertThat(zeros(matrix("model.layers." + layer + ".mlp.down_proj.weight"))).isEqualTo(1);
    }
    assertThat(zeros(matrix("model.layers.3.self_attn.o_proj.weight"))).isEqualTo(1);
    assertThat(zeros(matrix(FIRST + "self_attn.o_proj.weight")))
        .isEqualTo(Growth.LANES / (double) WIDTH);
  }

  @Test
  void firstNewLayer_everyQueryMeetsTheKeyBeforeItBest() {
    float[] queries = vector(FIRST + "self_attn.q_proj.bias");
    float[] keys = vector(FIRST + "self_attn.k_proj.bias");
    assertThat(zeros(matrix(FIRST + "self_attn.q_proj.weight"))).isEqualTo(1);
    Optional<Integer> best =
        IntStream.rangeClosed(0, config().maxPositions())
            .boxed()
            .max(Comparator.comparingDouble(distance -> meeting(queries, keys, distance)));
    assertThat(best).hasValue(1);
  }

  /** Product of the first head's query with its key that is so many positions before it. */
  private static double meeting(float[] queries, float[] keys, int distance) {
    int half = HEAD_DIM / 2;
    double sum = 0;
    for (int pair = 0; pair < half; pair++) {
      double turn = distance * Math.pow(config().ropeTheta(), -(double) pair / half);
      double a = queries[pair] * Math.cos(turn) - queries[pair + half] * Math.sin(turn);
      double b = queries[pair] * Math.sin(turn) + queries[pair + half] * Math.cos(turn);
      sum += a * keys[pair] + b * keys[pair + half];
    }
    return sum;
  }

  private static float[] vector(String name) {
    return requireNonNull(scorer.parameters().get(name), name).toFloatArray();
  }

  private static float[][] matrix(String name) {
    return requireNonNull(matrices(scorer).get(name), name);
  }

  private static Map<String, float[][]> matrices(TrainableTransformer network) {
    Map<String, float[][]> matrices = new TreeMap<>();
    network
        .parameters()
        .forEach(
            (name, tensor) -> {
              if (tensor.getShape().dimension() == 2) {
                matrices.put(name, rows(tensor));
              }
            });
    return matrices;
  }

  private static float[][] rows(NDArray tensor) {
    int width = Math.toIntExact(tensor.getShape().get(1));
    float[] flat = tensor.toFloatArray();
    float[][] rows = new float[flat.length / width][width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * width, rows[row], 0, width);
    }
    return rows;
  }

  /** Share of a matrix's entries that are 0. */
  private static double zeros(float[][] matrix) {
    long all = 0;
    long zeros = 0;
    for (float[] row : matrix) {
      for (float value : row) {
        all++;
        zeros += value == 0 ? 1 : 0;
      }
    }
    return zeros / (double) all;
  }

  private static ModelConfig config() {
    return new ModelConfig(
        "LlamaForCausalLM",
        Family.LLAMA,
        BODY,
        LAYERS,
        4,
        2,
        HEAD_DIM,
        48,
        VOCABULARY,
        64,
        1e-5f,
        10_000,
        new RopeScaling.None(),
        false,
        false,
        false,
        0,
        Head.LANGUAGE);
  }
}
