package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.metagen.transformer.torchscript.TorchScriptModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Sampling on the tensors, by sampling.py: the path of devices whose memory Java can't read. Only
 * ids and asked-for log-probabilities cross into Java.
 */
final class TensorSampling implements Sampling {

  /** Logits per call into libtorch, so that the f64 tensors made on the way stay small (8 MB). */
  private static final int CHUNK = 1 << 20;

  private final TorchScriptModule module;

  TensorSampling(NDManager manager) {
    module =
        TorchScriptModule.load(
            manager, TensorSampling.class, List.of("sampling.py"), "Sampling", Map.of());
  }

  @Override
  public SampledTokens sample(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    int[] ids = new int[rows.size()];
    LogprobReader reader = new LogprobReader(ids);
    int size = rowsPerChunk(logits);
    if (ids.length <= size) {
      choose(new Kernels(module, scope), logits, rows, new Chosen(reader, 0));
    } else {
      for (int from = 0; from < ids.length; from += size) {
        int to = Math.min(ids.length, from + size);
        try (NDManager part = scope.newSubManager()) {
          NDArray some = logits.get(new NDIndex("{}:{}", from, to));
          some.attach(part);
          Kernels kernels = new Kernels(module, part);
          choose(kernels, some, rows.subList(from, to), new Chosen(reader, from));
        }
      }
    }
    NoTokenException.throwIfAny(ids);
    readMore(scope, logits, rows, reader);
    return reader.result();
  }

  /** Where the tokens of a chunk go, whose first row is {@code from}. */
  private record Chosen(LogprobReader reader, int from) {}

  private void choose(Kernels kernels, NDArray logits, List<SamplingRow> rows, Chosen chosen) {
    int vocabulary = Math.toIntExact(logits.getShape().get(1));
    boolean edited = Edits.any(rows);
    NDArray z = edited ? new Edits(rows, vocabulary).apply(kernels, logits) : logits;
    Draws draws = Draws.of(kernels.scope(), rows, vocabulary);
    long[] asking = asking(rows);
    NDArray result =
        kernels.tensor(
            "choose",
            logits,
            z,
            draws.settings(),
            draws.drawn(),
            asking,
            edited ? 1 : 0,
            draws.width(),
            draws.steps());
    chosen.reader().takeChosen(chosen.from(), rows.size(), asking, result.toDoubleArray());
  }

  /** Returns the rows that want their chosen token's log-probability and no other. */
  private static long[] asking(List<SamplingRow> rows) {
    long[] asking = new long[rows.size()];
    int count = 0;
    for (int i = 0; i < asking.length; i++) {
      LogprobRequest request = rows.get(i).logprobs();
      if (request.chosen() && !request.more()) {
        asking[count++] = i;
      }
    }
    return count == asking.length ? asking : Arrays.copyOf(asking, count);
  }

  private void readMore(
      NDManager scope, NDArray logits, List<SamplingRow> rows, LogprobReader reader) {
    List<LogprobRequest> requests = new ArrayList<>(rows.size());
    List<Integer> asking = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      requests.add(rows.get(i).logprobs());
      if (requests.get(i).more()) {
        asking.add(i);
      }
    }
    read(scope, logits, new Asked(asking, requests), reader);
  }

  @Override
  public SampledTokens logprobs(
      NDManager scope, NDArray logits, int[] ids, List<LogprobRequest> requests) {
    List<Integer> asking = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (!requests.get(i).empty()) {
        asking.add(i);
      }
    }
    LogprobReader reader = new LogprobReader(ids);
    read(scope, logits, new Asked(asking, requests), reader);
    return reader.result();
  }

  /** Rows that ask for log-probabilities, and what every row asks for. */
  private record Asked(List<Integer> rows, List<LogprobRequest> requests) {}

  private void read(NDManager scope, NDArray logits, Asked asked, LogprobReader reader) {
    int size = rowsPerChunk(logits);
    for (int from = 0; from < asked.rows().size(); from += size) {
      List<Integer> some = asked.rows().subList(from, Math.min(asked.rows().size(), from + size));
      try (NDManager part = scope.newSubManager()) {
        reader.read(new Kernels(module, part), logits, some, asked.requests());
      }
    }
  }

  @Override
  public NDArray probabilities(NDManager scope, NDArray logits, List<SamplingRow> rows) {
    int vocabulary = Math.toIntExact(logits.getShape().get(1));
    try (NDManager part = scope.newSubManager()) {
      NDArray z = new Edits(rows, vocabulary).apply(new Kernels(module, part), logits);
      Draws draws = Draws.of(part, rows, vocabulary);
      return new Kernels(module, scope)
          .tensor(
              "probabilities", z, draws.settings(), draws.drawn(), draws.width(), draws.steps());
    }
  }

  private static int rowsPerChunk(NDArray logits) {
    return (int) Math.max(1, CHUNK / logits.getShape().get(1));
  }

  @Override
  public void close() {
    module.close();
  }
}
