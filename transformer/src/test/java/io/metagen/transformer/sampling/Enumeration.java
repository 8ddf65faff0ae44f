package io.metagen.transformer.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The law of one row by plain enumeration in double precision, written from the formulas alone: the
 * oracle for the tensors.
 */
final class Enumeration {

  private Enumeration() {}

  /** Probability by token id. */
  static double[] law(float[] logits, SamplingRow row, int[] prompt, int[] output) {
    SamplingParams params = row.params();
    double[] z = adjusted(logits, row, prompt, output);
    if (params.temperature() == 0) {
      double[] p = new double[z.length];
      p[byLogit(z).getFirst()] = 1;
      return p;
    }
    double[] p = softmax(z, params.temperature());
    List<Integer> order = byLogit(z);
    if (params.topK() > 0 && params.topK() < order.size()) {
      order = order.subList(0, params.topK());
    }
    order = topP(order, p, params.topP());
    double least = params.minP() * p[order.getFirst()];
    double[] law = new double[p.length];
    for (int id : order) {
      law[id] = p[id] >= least ? p[id] : 0;
    }
    double mass = Arrays.stream(law).sum();
    return Arrays.stream(law).map(x -> x / mass).toArray();
  }

  private static double[] adjusted(float[] logits, SamplingRow row, int[] prompt, int[] output) {
    SamplingParams params = row.params();
    Set<Integer> seen = new HashSet<>();
    Arrays.stream(prompt).forEach(seen::add);
    Arrays.stream(output).forEach(seen::add);
    double[] z = new double[logits.length];
    for (int id = 0; id < z.length; id++) {
      int token = id;
      long count = Arrays.stream(output).filter(t -> t == token).count();
      z[id] = logits[id];
      if (seen.contains(id)) {
        z[id] = z[id] > 0 ? z[id] / params.repetitionPenalty() : z[id] * params.repetitionPenalty();
      }
      z[id] -= (count > 0 ? params.presencePenalty() : 0) + params.frequencyPenalty() * count;
      z[id] += params.logitBias().getOrDefault(id, 0f);
      boolean early = output.length < params.minTokens() && row.endIds().contains(id);
      if (early || masked(row.mask(), id)) {
        z[id] = Double.NEGATIVE_INFINITY;
      }
    }
    return z;
  }

  private static boolean masked(TokenMask mask, int id) {
    return switch (mask) {
      case TokenMask.Only(var ids) -> !ids.contains(id);
      case TokenMask.Except(var ids) -> ids.contains(id);
    };
  }

  private static double[] softmax(double[] z, double temperature) {
    double max = Arrays.stream(z).max().orElseThrow();
    double[] e = Arrays.stream(z).map(x -> Math.exp((x - max) / temperature)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(x -> x / sum).toArray();
  }

  /** Ids from the largest logit down, lower ids first among equals. */
  private static List<Integer> byLogit(double[] z) {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < z.length; id++) {
      ids.add(id);
    }
    ids.sort(Comparator.comparingDouble((Integer id) -> -z[id]).thenComparingInt(id -> id));
    return ids;
  }

  private static List<Integer> topP(List<Integer> order, double[] p, double topP) {
    if (topP == 1) {
      return order;
    }
    double mass = order.stream().mapToDouble(id -> p[id]).sum();
    double before = 0;
    int kept = 0;
    while (kept < order.size() && before < topP * mass) {
      before += p[order.get(kept++)];
    }
    return order.subList(0, kept);
  }
}
