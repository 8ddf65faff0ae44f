package io.metagen.transformer.sampling;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * The adapters that touch single logits of one row: penalties, bias and masks. Owns the memory of
 * the changed row, which lasts until the next.
 */
final class RowEdits {

  private LogitRow changed = LogitRow.NONE;

  /** Returns the changed logits; the given ones stay as they are. */
  LogitRow apply(LogitRow logits, SamplingRow row) {
    copy(logits);
    penalize(row);
    row.params()
        .logitBias()
        .forEach((id, bias) -> put("logit_bias", id, at("logit_bias", id) + bias));
    mask(row);
    return changed;
  }

  private void copy(LogitRow logits) {
    if (changed.count() != logits.count()) {
      changed = LogitRow.allocate(logits.count());
    }
    long bytes = (long) Float.BYTES * logits.count();
    MemorySegment.copy(logits.memory(), logits.offset(), changed.memory(), 0, bytes);
  }

  private void penalize(SamplingRow row) {
    SamplingParams params = row.params();
    TokenCounts counts = row.counts();
    for (int slot = 0; params.penalizes() && slot < counts.distinct(); slot++) {
      int id = counts.id(slot);
      int count = counts.count(slot);
      float z = at("counts", id);
      z = z > 0 ? z / params.repetitionPenalty() : z * params.repetitionPenalty();
      z -= count > 0 ? params.presencePenalty() : 0;
      changed.put(id, z - params.frequencyPenalty() * count);
    }
  }

  private void mask(SamplingRow row) {
    switch (row.mask()) {
      case TokenMask.Only(var ids) -> keepOnly(ids);
      case TokenMask.Except(var ids) -> ids.forEach(id -> put("mask", id, Float.NEGATIVE_INFINITY));
    }
    if (row.endsBanned()) {
      row.endIds().forEach(id -> put("end_ids", id, Float.NEGATIVE_INFINITY));
    }
  }

  private void keepOnly(Set<Integer> ids) {
    int[] kept = ids.stream().mapToInt(Integer::intValue).toArray();
    float[] logits = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      logits[i] = at("mask", kept[i]);
    }
    changed.fill(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < kept.length; i++) {
      changed.put(kept[i], logits[i]);
    }
  }

  private float at(String field, int id) {
    return changed.at(checked(field, id));
  }

  private void put(String field, int id, float logit) {
    changed.put(checked(field, id), logit);
  }

  private int checked(String field, int id) {
    return TokenIds.checked(field, id, changed.count());
  }
}
