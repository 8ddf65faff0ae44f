package io.metagen.transformer;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * The weights with which a scorer starts that is grown from a generator, so that it can soon tell
 * how much the generator expected each token.
 *
 * <p>The residual stream gets more dimensions, lanes, which the backbone neither reads nor writes
 * (Chen et al. 2016, Net2Net): the embedding writes a random sign code of the token into half of
 * them. A trained backbone's stream is hundreds of times larger than its embeddings, so that what
 * token it is can hardly be read at its top any more, and what new layers add hardly counts; new
 * norms amplify the lanes by as much.
 *
 * <p>The layers on top are new. The heads of the first of them look at the token before, where the
 * backbone's top has what it expected in this one's place, and add a random mixture of that to the
 * stream, as large as the stream itself. Queries and keys of these heads are biases alone, which
 * the rotary embedding turns by their positions (Su et al. 2021, section 3.2.2): a query meets a
 * key best at distance 1. Everything else that new layers add is 0 at first (Wu et al. 2024, LLaMA
 * Pro, section 3.2).
 */
final class Growth implements BiConsumer<TensorSpec, FloatBuffer> {

  /** Lanes of the code, and as many that only the new layers write. */
  static final int CODE = 24;

  static final int LANES = 2 * CODE;

  /** Root mean square of a trained backbone's stream at its top, roughly. */
  private static final float STREAM = 20;

  /** How much larger than the stream the code is where it is compared with what was expected. */
  private static final float CODE_SHARE = 4;

  /** By how much the tokens next to the previous one are behind it, in nats of attention. */
  private static final double LEAD = 5;

  private static final double HEAD_DEVIATION = 0.02;

  private final Checkpoint checkpoint;
  private final ModelConfig grown;
  private final int body;
  private final String firstLayer;
  private final Map<String, TensorSpec> known = new HashMap<>();
  private final Random random;
  private final double embedding;

  /**
   * Weights of a network that has {@link #LANES} more dimensions and some more layers than a Llama
   * checkpoint.
   */
  Growth(Checkpoint checkpoint, ModelConfig grown, long seed) {
    this.checkpoint = checkpoint;
    this.grown = grown;
    this.body = checkpoint.config().hiddenSize();
    this.firstLayer = Layout.layer(checkpoint.config().layers());
    this.random = new Random(seed);
    Layout.of(checkpoint.config()).tensors().stream()
        .flatMap(tensor -> tensor.parts().stream())
        .forEach(part -> known.put(part.name(), part));
    this.embedding =
        rootMeanSquare(read(TensorSpec.of(Layout.EMBEDDING, grown.vocabularySize(), body)));
  }

  @Override
  public void accept(TensorSpec spec, FloatBuffer values) {
    TensorSpec old = known.get(spec.name());
    if (old == null) {
      values.put(spec.isVector() ? freshVector(spec) : freshMatrix(spec));
    } else {
      values.put(spec.isVector() ? grownVector(spec, read(old)) : grownMatrix(spec, old));
    }
  }

  /**
   * Norms divide by the root mean square over all dimensions, which the lanes make smaller. The
   * backbone's own read nothing of the lanes.
   */
  private float[] grownVector(TensorSpec spec, float[] old) {
    double scale = 1;
    if (spec.name().endsWith("norm.weight")) {
      boolean lowest = spec.name().equals(Layout.layer(0) + "input_layernorm.weight");
      scale = Math.sqrt((double) (lowest ? body + CODE : body) / grown.hiddenSize());
    }
    float[] values = new float[Math.toIntExact(spec.size())];
    if (spec.name().equals(Layout.FINAL_NORM)) {
      Arrays.fill(values, body, values.length, STREAM);
    }
    for (int i = 0; i < old.length; i++) {
      values[i] = (float) (old[i] * scale);
    }
    return values;
  }

  private float[] grownMatrix(TensorSpec spec, TensorSpec old) {
    float[] from = read(old);
    int oldWidth = width(old);
    int width = width(spec);
    float[] values = new float[Math.toIntExact(spec.size())];
    for (int row = 0; row < old.rows(); row++) {
      System.arraycopy(from, row * oldWidth, values, row * width, oldWidth);
      if (spec.name().equals(Layout.EMBEDDING)) {
        for (int lane = 0; lane < CODE; lane++) {
          values[row * width + body + lane] =
              (float) (random.nextBoolean() ? embedding : -embedding);
        }
      }
    }
    return values;
  }

  private float[] freshVector(TensorSpec spec) {
    float[] values = new float[Math.toIntExact(spec.size())];
    if (spec.name().endsWith("norm.weight")) {
      Arrays.fill(values, 0, body, 1);
      Arrays.fill(values, body, values.length, STREAM);
      if (spec.name().equals(firstLayer + "post_attention_layernorm.weight")) {
        Arrays.fill(values, body, body + CODE, (float) (CODE_SHARE * STREAM / embedding));
      }
    } else if (spec.name().startsWith(firstLayer) && queriesOrKeys(spec)) {
      lookBack(spec, values);
    }
    return values;
  }

  private float[] freshMatrix(TensorSpec spec) {
    float[] values = new float[Math.toIntExact(spec.size())];
    boolean first = spec.name().startsWith(firstLayer);
    if (first && queriesOrKeys(spec)) {
      return values;
    }
    int width = width(spec);
    int until = values.length;
    double deviation = 1 / Math.sqrt(width);
    if (Weights.intoResidual(spec)) {
      boolean looksBack = first && spec.name().contains(".o_proj.");
      until = looksBack ? body * width : 0;
      deviation *= STREAM;
    } else if (Head.ofValues(spec.name())) {
      deviation = HEAD_DEVIATION;
    }
    for (int i = 0; i < until; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static boolean queriesOrKeys(TensorSpec spec) {
    return spec.name().contains(".q_proj.") || spec.name().contains(".k_proj.");
  }

  /** Turns queries one position back. */
  private void lookBack(TensorSpec spec, float[] values) {
    int half = grown.headDim() / 2;
    double lost = 0;
    for (int pair = 0; pair < half; pair++) {
      lost += 1 - Math.cos(RopeTable.frequency(grown, pair));
    }
    double length = Math.sqrt(LEAD * Math.sqrt(grown.headDim()) / lost);
    double turn = spec.name().contains(".q_proj.") ? -1 : 0;
    for (int i = 0; i < values.length; i++) {
      int place = i % grown.headDim();
      double angle = turn * RopeTable.frequency(grown, place % half);
      values[i] = (float) (length * (place < half ? Math.cos(angle) : Math.sin(angle)));
    }
  }

  private float[] read(TensorSpec spec) {
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(spec.size()));
    checkpoint.tensors().read(spec, values);
    return values.array();
  }

  private static int width(TensorSpec spec) {
    return Math.toIntExact(spec.shape().getLast());
  }

  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }
}
