package io.metagen.transformer.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tokens that one sequence's penalties look at, kept up to date by its owner: {@link #add} once
 * per token of output. A sequence without penalties only counts the length of its output. Not
 * thread-safe.
 */
public final class TokenCounts {

  private final boolean tracked;
  private final Map<Integer, Integer> slots;
  private int[] ids;
  private int[] counts;
  private int outputs;

  private TokenCounts(
      boolean tracked, Map<Integer, Integer> slots, int[] ids, int[] counts, int outputs) {
    this.tracked = tracked;
    this.slots = slots;
    this.ids = ids;
    this.counts = counts;
    this.outputs = outputs;
  }

  /** The counts of a sequence with no output yet. */
  public static TokenCounts of(int[] prompt, SamplingParams params) {
    TokenCounts counts =
        new TokenCounts(params.penalizes(), new HashMap<>(), new int[16], new int[16], 0);
    if (counts.tracked) {
      for (int id : prompt) {
        counts.slot(id);
      }
    }
    return counts;
  }

  /** An independent copy, as for a further sample of the same prompt. */
  public TokenCounts copy() {
    return new TokenCounts(tracked, new HashMap<>(slots), ids.clone(), counts.clone(), outputs);
  }

  /** Appends one token of output. */
  public void add(int id) {
    outputs++;
    if (tracked) {
      int slot = slot(id); // first, because it may replace the array
      counts[slot]++;
    }
  }

  /** The number of tokens of output. */
  public int outputs() {
    return outputs;
  }

  /** The number of different tokens in prompt and output; 0 for a sequence without penalties. */
  int distinct() {
    return slots.size();
  }

  int id(int slot) {
    return ids[slot];
  }

  /** How often the token of a slot is in the output; 0 for one only in the prompt. */
  int count(int slot) {
    return counts[slot];
  }

  private int slot(int id) {
    Integer known = slots.get(id);
    if (known != null) {
      return known;
    }
    int slot = slots.size();
    if (slot == ids.length) {
      ids = Arrays.copyOf(ids, 2 * slot);
      counts = Arrays.copyOf(counts, 2 * slot);
    }
    slots.put(id, slot);
    ids[slot] = id;
    return slot;
  }
}
