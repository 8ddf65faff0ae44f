package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the next token of every row on the tensors; only ids and asked-for log-probabilities
 * cross into Java. Order of the adapters: repetition, presence, frequency penalty, logit bias,
 * masks (the row's and that of {@code minTokens}), temperature, top-k, top-p, min-p; then the
 * inverse of the cumulated probabilities in f64 at the row's uniform number. Not thread-safe: calls
 * belong to the thread that owns the logits.
 */
public final class Sampler implements AutoCloseable {

  /** Logits per call into libtorch, so that the f64 tensors made on the way stay small (8 MB). */
  private static final int CHUNK = 1 << 20;

  private final TorchScriptModule module;

  private Sampler(TorchScriptModule module) {
    this.module = module;
  }

  /** Returns a sampler for logits on the manager's device. */
  public static Sampler create(NDManager manager) {
    return new Sampler(
        TorchScriptModule.load(
            manager, Sampler.class, List.of("sampling.py"), "Sampling", Map.of()));
  }

  /**
   * Chooses one token per row.
   *
   * @param scope a manager of the logits' device
   * @param logits [rows, vocabulary] f32, left as they are
   * @throws NoTokenException naming the rows that have no token to choose
   * @throws IllegalArgumentException naming the field with a token id outside the vocabulary
   */
  public SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    check(logits, rows.size());
    int[] ids = new int[rows.size()];
    int size = rowsPerChunk(logits);
    for (int from = 0; from < ids.length; from += size) {
      int to = Math.min(ids.length, from + size);
      try (NDManager part = scope.newSubManager()) {
        int[] chosen = choose(part, rows(part, logits, from, to), rows.subList(from, to));
        System.arraycopy(chosen, 0, ids, from, chosen.length);
      }
    }
    List<Integer> without = IntStream.range(0, ids.length).filter(i -> ids[i] < 0).boxed().toList();
    if (!without.isEmpty()) {
      throw new NoTokenException(without);
    }
    return logprobs(scope, logits, ids, rows.stream().map(SamplingRow::logprobs).toList());
  }

  private int[] choose(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    int vocabulary = Math.toIntExact(logits.getShape().get(1));
    Kernels kernels = new Kernels(module, scope);
    NDArray z = new Edits(rows, vocabulary).apply(kernels, logits);
    Draws draws = Draws.of(scope, rows, vocabulary);
    NDArray ids =
        kernels.tensor("choose", logits, z, draws.settings(), draws.drawn(), draws.width());
    return Arrays.stream(ids.toLongArray()).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * The log-probabilities of given tokens, under the model's own distribution.
   *
   * @param logits [rows, vocabulary] f32
   * @param ids the token of each row that {@link LogprobRequest#chosen} means
   */
  public SampledTokens logprobs(
      NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests) {
    check(logits, ids.length);
    List<Integer> asking = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (!requests.get(i).empty()) {
        asking.add(i);
      }
    }
    LogprobReader reader = new LogprobReader(ids, requests);
    int size = rowsPerChunk(logits);
    for (int from = 0; from < asking.size(); from += size) {
      List<Integer> some = asking.subList(from, Math.min(asking.size(), from + size));
      try (NDManager part = scope.newSubManager()) {
        reader.read(new Kernels(module, part), logits, some);
      }
    }
    return reader.result();
  }

  /**
   * The laws that {@link #sample} draws from, with mass 1; for a greedy row all of it on one token.
   *
   * @return [rows, vocabulary] f64 on scope
   */
  public NDArray probabilities(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    check(logits, rows.size());
    int vocabulary = Math.toIntExact(logits.getShape().get(1));
    try (NDManager part = scope.newSubManager()) {
      NDArray z = new Edits(rows, vocabulary).apply(new Kernels(module, part), logits);
      Draws draws = Draws.of(part, rows, vocabulary);
      return new Kernels(module, scope)
          .tensor("probabilities", z, draws.settings(), draws.drawn(), draws.width());
    }
  }

  private static void check(NDArray logits, int rows) {
    boolean matrix = logits.getShape().dimension() == 2 && logits.getShape().get(0) == rows;
    if (!matrix || logits.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "logits: "
              + logits.getDataType()
              + logits.getShape()
              + ", must be float32 with "
              + rows
              + " rows");
    }
  }

  private static int rowsPerChunk(NDArray logits) {
    return (int) Math.max(1, CHUNK / logits.getShape().get(1));
  }

  private static NDArray rows(NDManager scope, NDArray logits, int from, int to) {
    if (from == 0 && to == logits.getShape().get(0)) {
      return logits;
    }
    NDArray part = logits.get(new NDIndex("{}:{}", from, to));
    part.attach(scope);
    return part;
  }

  @Override
  public void close() {
    module.close();
  }
}
