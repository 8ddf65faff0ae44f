package io.metagen.transformer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** The adapters that touch single logits: penalties, bias and masks, as sparse changes. */
final class Edits {

  private final Pairs penalties;
  private final Pairs biases;
  private final Pairs allowed;
  private final Pairs banned;
  private final List<Integer> restricted = new ArrayList<>();

  /**
   * Collects what the rows ask for.
   *
   * @param rows the rows of logits, in order
   * @param vocabulary bound of the token ids
   */
  Edits(List<SamplingRow> rows, int vocabulary) {
    penalties = new Pairs(vocabulary, 4);
    biases = new Pairs(vocabulary, 1);
    allowed = new Pairs(vocabulary, 0);
    banned = new Pairs(vocabulary, 1);
    for (int i = 0; i < rows.size(); i++) {
      penalize(i, rows.get(i));
      int row = i;
      rows.get(i)
          .params()
          .logitBias()
          .forEach((id, bias) -> biases.add("logit_bias", row, id, bias));
      mask(i, rows.get(i));
    }
  }

  /** Whether any row asks for a change. */
  static boolean any(List<SamplingRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).edits()) {
        return true;
      }
    }
    return false;
  }

  private void penalize(int i, SamplingRow row) {
    SamplingParams params = row.params();
    TokenCounts counts = row.counts();
    for (int slot = 0; params.penalizes() && slot < counts.distinct(); slot++) {
      penalties.add(
          "counts",
          i,
          counts.id(slot),
          params.repetitionPenalty(),
          params.presencePenalty(),
          params.frequencyPenalty(),
          counts.count(slot));
    }
  }

  private void mask(int i, SamplingRow row) {
    switch (row.mask()) {
      case TokenMask.Only(var ids) -> {
        restricted.add(i);
        ids.forEach(id -> allowed.add("mask", i, id));
      }
      case TokenMask.Except(var ids) -> ids.forEach(id -> ban("mask", i, id));
    }
    if (row.endsBanned()) {
      row.endIds().forEach(id -> ban("end_ids", i, id));
    }
  }

  private void ban(String field, int row, int id) {
    banned.add(field, row, id, Float.NEGATIVE_INFINITY);
  }

  /** The changed logits; the given ones, which stay as they are, where nothing is to change. */
  NDArray apply(Kernels kernels, NDArray logits) {
    NDManager scope = kernels.scope();
    if (penalties.isEmpty() && biases.isEmpty() && restricted.isEmpty() && banned.isEmpty()) {
      return logits;
    }
    NDArray z = logits.duplicate();
    z.attach(scope);
    if (!penalties.isEmpty()) {
      z = kernels.tensor("penalize", z, penalties.index(scope), penalties.values(scope));
    }
    if (!biases.isEmpty()) {
      z = kernels.tensor("add", z, biases.index(scope), biases.values(scope));
    }
    if (!restricted.isEmpty()) {
      long[] rows = restricted.stream().mapToLong(Integer::longValue).toArray();
      z = kernels.tensor("keep_only", z, scope.create(rows), allowed.index(scope));
    }
    if (!banned.isEmpty()) {
      z = kernels.tensor("set", z, banned.index(scope), banned.values(scope));
    }
    return z;
  }
}
