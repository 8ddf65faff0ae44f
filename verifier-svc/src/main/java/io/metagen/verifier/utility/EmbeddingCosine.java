package io.metagen.verifier.utility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The cosine of two sentence embeddings, in [-1, 1]: an embedding is the mean of the encoder's
 * token vectors, over all windows of a long text. The encoder is loaded when the first text is
 * read.
 */
public final class EmbeddingCosine implements TextUtility, AutoCloseable {
  private final Supplier<SentenceEncoder> loader;
  private final List<SentenceEncoder> loaded = new ArrayList<>(1);

  /**
   * @param loader loads the encoder, once; this closes it
   */
  public EmbeddingCosine(Supplier<SentenceEncoder> loader) {
    this.loader = loader;
  }

  @Override
  public String name() {
    return "embedding";
  }

  @Override
  public int size(String text) {
    return encoder().size(text);
  }

  @Override
  public Effort effort() {
    return new Effort(250_000, 400, 0, 0);
  }

  @Override
  public Reading read(List<String> texts, Workers workers) throws InterruptedException {
    SentenceEncoder encoder = encoder();
    List<List<long[]>> windows = texts.stream().map(encoder::windows).toList();
    List<long[]> all = windows.stream().flatMap(List::stream).toList();
    long tokens = all.stream().mapToLong(window -> window.length).sum();
    double[][] sums = new double[all.size()][];
    workers.forEach(
        all.size(),
        effort().unit() * tokens,
        window -> sums[window] = encoder.sum(all.get(window)));
    List<double[]> embeddings = unitVectors(windows, sums);
    return new Reading(
        (a, b) -> Math.clamp(dot(embeddings.get(a), embeddings.get(b)), -1, 1),
        tokens,
        all.stream().mapToDouble(SentenceEncoder::flops).sum());
  }

  /** Returns the direction of each text's mean; lengths don't change a cosine. */
  private static List<double[]> unitVectors(List<List<long[]>> windows, double[][] sums) {
    List<double[]> vectors = new ArrayList<>();
    int next = 0;
    for (List<long[]> ofText : windows) {
      double[] total = new double[SentenceEncoder.DIMENSIONS];
      for (int window = 0; window < ofText.size(); window++, next++) {
        double[] sum = sums[next];
        Arrays.setAll(total, i -> total[i] + sum[i]);
      }
      double length = Math.sqrt(dot(total, total));
      Arrays.setAll(total, i -> total[i] / length);
      vectors.add(total);
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }

  private synchronized SentenceEncoder encoder() {
    if (loaded.isEmpty()) {
      loaded.add(loader.get());
    }
    return loaded.getFirst();
  }

  @Override
  public synchronized void close() {
    loaded.forEach(SentenceEncoder::close);
  }
}
