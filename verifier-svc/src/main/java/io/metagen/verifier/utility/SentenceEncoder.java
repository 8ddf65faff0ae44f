package io.metagen.verifier.utility;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The sentence encoder all-MiniLM-L6-v2 [1], run by ONNX Runtime on the calling thread: 6 layers,
 * 384 numbers for each token. It reads at most {@value #WINDOW} tokens at once, so longer texts are
 * read in windows, each between the model's two special tokens. Windows are run one by one, so that
 * no vector depends on what else is asked. Safe for use by several threads until closed.
 *
 * <p>[1] Reimers, Gurevych, Sentence-BERT, EMNLP 2019; the model's card for what it was trained on
 * and for its window.
 */
public final class SentenceEncoder implements AutoCloseable {
  /** Name of the model. */
  public static final String NAME = "all-minilm-l6-v2";

  static final int WINDOW = 256;
  static final int DIMENSIONS = 384;

  private static final int LAYERS = 6;
  private static final int INNER = 1_536;
  private static final long WEIGHTS_PER_LAYER =
      4L * DIMENSIONS * DIMENSIONS + 2L * DIMENSIONS * INNER;

  /** Without these the library would cut texts, and may pad them, as the tokenizer's file says. */
  private static final Map<String, String> WHOLE_TEXT =
      Map.of("truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment runtime;
  private final OrtSession session;

  private SentenceEncoder(
      HuggingFaceTokenizer tokenizer, OrtEnvironment runtime, OrtSession session) {
    this.tokenizer = tokenizer;
    this.runtime = runtime;
    this.session = session;
  }

  /** Loads the model, 90 MB of weights, from the class path. */
  public static SentenceEncoder load() {
    try (InputStream vocabulary = resource("-tokenizer.json");
        InputStream network = resource(".onnx");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      OrtEnvironment runtime = OrtEnvironment.getEnvironment();
      return new SentenceEncoder(
          HuggingFaceTokenizer.newInstance(vocabulary, WHOLE_TEXT),
          runtime,
          runtime.createSession(network.readAllBytes(), options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException("the sentence encoder can't be loaded", e);
    }
  }

  private static InputStream resource(String ending) throws IOException {
    InputStream found = SentenceEncoder.class.getClassLoader().getResourceAsStream(NAME + ending);
    if (found == null) {
      throw new IOException(NAME + ending + " is not on the class path");
    }
    return found;
  }

  /** Returns how many tokens the windows of a text have together. */
  int size(String text) {
    return windows(text).stream().mapToInt(window -> window.length).sum();
  }

  /** Returns the token ids of a text in windows, at least one, special tokens included. */
  List<long[]> windows(String text) {
    long[] ids = tokenizer.encode(text, true, false).getIds();
    long first = ids[0];
    long last = ids[ids.length - 1];
    List<long[]> windows = new ArrayList<>();
    for (int from = 1; from == 1 || from < ids.length - 1; from += WINDOW - 2) {
      int to = Math.min(from + WINDOW - 2, ids.length - 1);
      long[] window = new long[to - from + 2];
      System.arraycopy(ids, from, window, 1, to - from);
      window[0] = first;
      window[window.length - 1] = last;
      windows.add(window);
    }
    return windows;
  }

  /** Returns the sum of the vectors of a window's tokens, special tokens included. */
  double[] sum(long[] window) {
    long[] shape = {1, window.length};
    long[] ones = new long[window.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor ids = OnnxTensor.createTensor(runtime, LongBuffer.wrap(window), shape);
        OnnxTensor mask = OnnxTensor.createTensor(runtime, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(runtime, LongBuffer.allocate(window.length), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return sum(((float[][][]) result.get(0).getValue())[0]);
    } catch (OrtException e) {
      throw new IllegalStateException("the sentence encoder failed", e);
    }
  }

  private static double[] sum(float[][] tokens) {
    double[] sum = new double[DIMENSIONS];
    for (float[] token : tokens) {
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += token[i];
      }
    }
    return sum;
  }

  /** Returns the floating-point operations of a window, by the formula of the contract. */
  static double flops(long[] window) {
    double perToken = 2.0 * LAYERS * WEIGHTS_PER_LAYER + 4.0 * LAYERS * DIMENSIONS * window.length;
    return perToken * window.length;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the sentence encoder can't be closed", e);
    } finally {
      tokenizer.close();
    }
  }
}
