package io.metagen.transformer.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The forward pass of Llama, Mistral, Qwen2 and Qwen3 over a whole sequence, written down from the
 * papers' equations with loops over doubles: no batch, no cache, no tensors.
 */
public final class ReferenceNetwork {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String LANGUAGE_HEAD = "lm_head.weight";

  private final JsonNode config;
  private final ReferenceWeights weights;
  private final String architecture;
  private final int hidden;
  private final int heads;
  private final int kvHeads;
  private final int headDim;
  private final int ffn;
  private final double eps;
  private final Function<String, Rounding> rounding;
  private final Rounding kvRounding;
  private BiPredicate<Integer, Integer> sees = (_, _) -> true;
  private double[][] attended = {};

  private ReferenceNetwork(
      JsonNode config,
      ReferenceWeights weights,
      Function<String, Rounding> rounding,
      Rounding kvRounding) {
    this.config = config;
    this.weights = weights;
    this.rounding = rounding;
    this.kvRounding = kvRounding;
    architecture = config.get("architectures").get(0).textValue();
    hidden = config.get("hidden_size").intValue();
    heads = config.get("num_attention_heads").intValue();
    kvHeads = config.path("num_key_value_heads").asInt(heads);
    headDim = config.path("head_dim").asInt(hidden / heads);
    ffn = config.get("intermediate_size").intValue();
    eps = config.get("rms_norm_eps").doubleValue();
  }

  /** Returns the network in a folder with one safetensors file. */
  public static ReferenceNetwork read(Path folder) throws IOException {
    return read(folder, Rounding.NONE, Rounding.NONE);
  }

  /**
   * Returns the network in a folder, whose matrix products round their factors, and whose attention
   * rounds keys and values.
   */
  public static ReferenceNetwork read(Path folder, Rounding rounding, Rounding kvRounding)
      throws IOException {
    return read(folder, _ -> rounding, kvRounding);
  }

  /**
   * Returns the network in a folder, whose matrix products round their factors, and whose attention
   * rounds keys and values.
   *
   * @param rounding of a matrix by its tensor's name; a tied head is {@code lm_head.weight}
   */
  public static ReferenceNetwork read(
      Path folder, Function<String, Rounding> rounding, Rounding kvRounding) throws IOException {
    return new ReferenceNetwork(
        new ObjectMapper().readTree(folder.resolve("config.json").toFile()),
        ReferenceWeights.read(folder.resolve("model.safetensors")),
        rounding,
        kvRounding);
  }

  /** Lets a position see only those earlier ones, and itself, for which the test holds. */
  public ReferenceNetwork seeing(BiPredicate<Integer, Integer> test) {
    sees = test;
    return this;
  }

  /**
   * Returns what each position's softmax gave each other in the last pass, [tokens, tokens], summed
   * over heads and layers.
   */
  public double[][] attended() {
    return attended;
  }

  /** Returns the logits at every position, [tokens, vocabulary]. */
  public double[][] logits(int[] tokens) {
    boolean tied = config.path("tie_word_embeddings").asBoolean(false);
    double[] head = weights.get(tied ? EMBEDDING : LANGUAGE_HEAD);
    return project(finalHidden(tokens), head, rounding.apply(LANGUAGE_HEAD));
  }

  /** Returns what a head of values says of every position, [tokens, 1 or 2]. */
  public double[][] values(int[] tokens) {
    double[][] x = finalHidden(tokens);
    if (architecture.endsWith("ForRewardModel") || architecture.endsWith("ForProcessRewardModel")) {
      x = affine(x, "score.0");
      for (double[] row : x) {
        Arrays.setAll(row, i -> row[i] > 0 ? row[i] : 0);
      }
      return affine(x, "score.2");
    }
    return architecture.endsWith("ForSequenceClassification")
        ? project(x, weights.get("score.weight"), Rounding.NONE)
        : affine(x, architecture.endsWith("ForPrmModel") ? "v_head.summary" : "score");
  }

  private double[][] affine(double[][] x, String name) {
    double[][] y = project(x, weights.get(name + ".weight"), Rounding.NONE);
    double[] bias = weights.get(name + ".bias");
    for (double[] row : y) {
      Arrays.setAll(row, i -> row[i] + bias[i]);
    }
    return y;
  }

  private double[][] finalHidden(int[] tokens) {
    attended = new double[tokens.length][tokens.length];
    double[] embedding = weights.get(EMBEDDING);
    Rounding rounded = rounding.apply(EMBEDDING);
    double[][] x = new double[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = rounded.embedded(embedding[tokens[t] * hidden + i]);
      }
    }
    for (int layer = 0; layer < config.get("num_hidden_layers").intValue(); layer++) {
      layer(x, "model.layers." + layer + ".");
    }
    return norm(x, weights.get("model.norm.weight"));
  }

  private void layer(double[][] x, String layer) {
    double[][] in = norm(x, weights.get(layer + "input_layernorm.weight"));
    double[][] q = linear(in, layer + "self_attn.q_proj");
    double[][] k = linear(in, layer + "self_attn.k_proj");
    double[][] v = linear(in, layer + "self_attn.v_proj");
    if (architecture.startsWith("Qwen3")) {
      normHeads(q, weights.get(layer + "self_attn.q_norm.weight"));
      normHeads(k, weights.get(layer + "self_attn.k_norm.weight"));
    }
    rotate(q);
    rotate(k);
    k = rounded(k);
    v = rounded(v);
    addTo(x, linear(attention(q, k, v), layer + "self_attn.o_proj"));
    double[][] middle = norm(x, weights.get(layer + "post_attention_layernorm.weight"));
    double[][] gate = linear(middle, layer + "mlp.gate_proj");
    double[][] up = linear(middle, layer + "mlp.up_proj");
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < ffn; i++) {
        gate[t][i] = gate[t][i] / (1 + Math.exp(-gate[t][i])) * up[t][i];
      }
    }
    addTo(x, linear(gate, layer + "mlp.down_proj"));
  }

  private double[][] rounded(double[][] rows) {
    return Arrays.stream(rows).map(row -> kvRounding.factor(row, headDim)).toArray(double[][]::new);
  }

  private double[][] attention(double[][] q, double[][] k, double[][] v) {
    int window = architecture.startsWith("Mistral") ? config.path("sliding_window").asInt(0) : 0;
    double[][] result = new double[q.length][heads * headDim];
    for (int t = 0; t < q.length; t++) {
      int first = window == 0 ? 0 : Math.max(0, t - window + 1);
      for (int head = 0; head < heads; head++) {
        int own = head * headDim;
        int shared = head / (heads / kvHeads) * headDim;
        double[] scores = new double[t + 1];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int s = first; s <= t; s++) {
          if (sees.test(t, s)) {
            scores[s] = score(q[t], own, k[s], shared);
          }
        }
        double[] weight = weights(scores);
        double total = Arrays.stream(weight).sum();
        for (int s = first; s <= t; s++) {
          attended[t][s] += weight[s] / total;
          for (int i = 0; i < headDim; i++) {
            result[t][own + i] += weight[s] / total * v[s][shared + i];
          }
        }
      }
    }
    return result;
  }

  /** Returns the power of two that a key's weight is. */
  private double score(double[] q, int own, double[] k, int shared) {
    double dot = 0;
    for (int i = 0; i < headDim; i++) {
      double query = q[own + i] / Math.sqrt(headDim) / Math.log(2);
      dot += kvRounding.attention(query) * k[shared + i];
    }
    return dot;
  }

  /** Returns weights, the largest of them 1 before they are rounded. */
  private double[] weights(double[] scores) {
    double largest = Arrays.stream(scores).max().orElseThrow();
    return Arrays.stream(scores)
        .map(score -> kvRounding.attention(Math.pow(2, score - largest)))
        .toArray();
  }

  private void rotate(double[][] x) {
    int half = headDim / 2;
    for (int t = 0; t < x.length; t++) {
      for (int start = 0; start < x[t].length; start += headDim) {
        for (int i = 0; i < half; i++) {
          double angle = t * frequency(i);
          double a = x[t][start + i];
          double b = x[t][start + half + i];
          x[t][start + i] = a * Math.cos(angle) - b * Math.sin(angle);
          x[t][start + half + i] = b * Math.cos(angle) + a * Math.sin(angle);
        }
      }
    }
  }

  /** Frequency of a pair, in radians per position, as Llama 3.1's report and code define it. */
  private double frequency(int pair) {
    double theta = config.path("rope_theta").asDouble(10_000);
    double plain = 1 / Math.pow(theta, 2.0 * pair / headDim);
    JsonNode scaling = config.path("rope_scaling");
    String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    double factor = scaling.path("factor").asDouble(1);
    if (type.equals("linear")) {
      return plain / factor;
    }
    if (!type.equals("llama3")) {
      return plain;
    }
    double original = scaling.get("original_max_position_embeddings").doubleValue();
    double low = scaling.get("low_freq_factor").doubleValue();
    double high = scaling.get("high_freq_factor").doubleValue();
    double wavelength = 2 * Math.PI / plain;
    if (wavelength > original / low) {
      return plain / factor;
    }
    if (wavelength < original / high) {
      return plain;
    }
    double mix = (original / wavelength - low) / (high - low);
    return mix * plain + (1 - mix) * plain / factor;
  }

  private double[][] linear(double[][] x, String name) {
    String matrix = name + ".weight";
    double[][] y = project(x, weights.get(matrix), rounding.apply(matrix));
    if (weights.has(name + ".bias")) {
      double[] bias = weights.get(name + ".bias");
      for (double[] row : y) {
        for (int i = 0; i < row.length; i++) {
          row[i] += bias[i];
        }
      }
    }
    return y;
  }

  private static double[][] project(double[][] x, double[] exact, Rounding rounding) {
    int in = x[0].length;
    int out = exact.length / in;
    double[] matrix = rounding.factor(exact, in);
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      double[] input = rounding.factor(x[t], in);
      for (int o = 0; o < out; o++) {
        double sum = 0;
        for (int i = 0; i < in; i++) {
          sum += matrix[o * in + i] * input[i];
        }
        y[t][o] = rounding.result(sum);
      }
    }
    return y;
  }

  private double[][] norm(double[][] x, double[] weight) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = x[t].clone();
      normPart(y[t], 0, weight);
    }
    return y;
  }

  private void normHeads(double[][] x, double[] weight) {
    for (double[] row : x) {
      for (int start = 0; start < row.length; start += headDim) {
        normPart(row, start, weight);
      }
    }
  }

  private void normPart(double[] row, int start, double[] weight) {
    double squares = 0;
    for (int i = 0; i < weight.length; i++) {
      squares += row[start + i] * row[start + i];
    }
    double scale = 1 / Math.sqrt(squares / weight.length + eps);
    for (int i = 0; i < weight.length; i++) {
      row[start + i] *= scale * weight[i];
    }
  }

  private static void addTo(double[][] x, double[][] y) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += y[t][i];
      }
    }
  }
}
