package io.metagen.bench.jlama;

import com.github.tjake.jlama.math.ActivationFunction;
import com.github.tjake.jlama.math.VectorMath;
import com.github.tjake.jlama.model.llama.LlamaConfig;
import com.github.tjake.jlama.model.llama.LlamaModel;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import io.metagen.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Jlama's Llama without a tokenizer, with one sequence. A step ends with the logits, before the
 * softmax that Jlama's own call would add. Keys and values are in f32. Not thread-safe.
 */
final class JlamaNetwork extends LlamaModel {
  /** Jlama asks for the tokens that begin and end a text; nothing here reads them. */
  private static final int NO_TOKEN = 0;

  private final AbstractTensor<?, ?> logits = makeDenseTensor(1, c.vocabularySize);
  private KvBufferCache.KvBuffer cache = kvBufferCache.getEphemeralKvBuffer();

  private JlamaNetwork(Config config, JlamaWeights weights) {
    super(config, weights, null, DType.F32, weights.type(), Optional.empty());
  }

  /** Returns the network in a folder, its matrices in a precision. */
  static JlamaNetwork load(Path folder, DType type) {
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    return new JlamaNetwork(
        new LlamaConfig(
            config.maxPositions(),
            config.hiddenSize(),
            config.intermediateSize(),
            config.heads(),
            config.kvHeads(),
            config.layers(),
            config.rmsNormEps(),
            config.vocabularySize(),
            NO_TOKEN,
            List.of(NO_TOKEN),
            ActivationFunction.Type.SILU,
            config.ropeTheta(),
            null),
        new JlamaWeights(SafeTensorSupport.loadWeights(folder.toFile()), type));
  }

  /** Begins a sequence anew with some tokens; their logits are not computed. */
  void begin(int[] tokens) {
    cache.close();
    cache = kvBufferCache.getEphemeralKvBuffer();
    batchForward(tokens, 0, cache).close();
  }

  /** Computes the logits after a token; what was at its position and beyond is forgotten. */
  void step(int token, int position) {
    try (AbstractTensor<?, ?> output = forward(token, position, cache);
        AbstractTensor<?, ?> hidden = sampleOutput.getOutputLayerNorm().forward(output)) {
      VectorMath.pchunk(
          0,
          c.vocabularySize,
          (begin, size) ->
              TensorOperationsProvider.get()
                  .dotProductChunk(
                      logits,
                      hidden,
                      sampleOutput.getOutputLogitsWeights(),
                      0,
                      c.embeddingLength,
                      begin,
                      size));
    }
  }

  /** Returns the likeliest token after the last step. */
  int likeliest() {
    int best = 0;
    for (int token = 1; token < c.vocabularySize; token++) {
      if (logits.get(0, token) > logits.get(0, best)) {
        best = token;
      }
    }
    return best;
  }
}
