package io.metagen.bench.cost;

import io.metagen.bench.cost.OperatorProfile.Round;
import io.metagen.bench.engine.Limits;
import io.metagen.bench.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A step's operators against their rooflines: products against the peak of their precision, all
 * others against that of f32, in which they compute.
 */
final class StepShares {
  private static final double MILLIS = 1e3;
  private static final String BYTES = "bytes";
  private static final String FLOP = "FLOP";

  private final StepCost cost;
  private final List<Round> rounds;
  private final Roofline products;
  private final Roofline others;

  StepShares(StepCost cost, Precision precision, Limits limits, List<Round> rounds) {
    this.cost = cost;
    this.rounds = List.copyOf(rounds);
    products = roofline(limits, precision);
    others = roofline(limits, Precision.F32);
  }

  private static Roofline roofline(Limits limits, Precision precision) {
    Double peak = limits.flops().get(precision);
    if (peak == null) {
      throw new IllegalArgumentException("limits: none of " + precision.text());
    }
    return new Roofline(peak, limits.readBytesPerSecond());
  }

  /** Returns each group in order, then the whole step. */
  List<OperatorShare> all() {
    List<OperatorShare> shares = new ArrayList<>();
    for (OperatorGroup group : OperatorGroup.values()) {
      shares.add(share(group));
    }
    List<OperatorShare> groups = List.copyOf(shares);
    shares.add(step(groups));
    return shares;
  }

  private OperatorShare share(OperatorGroup group) {
    Spread measured = millis(round -> round.groups().getOrDefault(group, 0.0));
    List<Cost> costs = cost.of(group);
    if (costs.isEmpty()) {
      return new OperatorShare(group.text(), 0, 0, measured, null, null, null);
    }
    Roofline roofline = group == OperatorGroup.PRODUCTS ? products : others;
    double least = roofline.seconds(costs) * MILLIS;
    return new OperatorShare(
        group.text(),
        costs.stream().mapToDouble(Cost::allFlop).sum() / 1e9,
        costs.stream().mapToDouble(Cost::allBytes).sum() / 1e6,
        measured,
        least,
        roofline.boundByArithmetic(costs) ? FLOP : BYTES,
        least / measured.median());
  }

  private OperatorShare step(List<OperatorShare> groups) {
    Spread measured = millis(Round::step);
    double least = 0;
    double arithmetic = 0;
    for (OperatorShare group : groups) {
      double part = group.rooflineMillis() == null ? 0 : group.rooflineMillis();
      least += part;
      arithmetic += FLOP.equals(group.bound()) ? part : 0;
    }
    return new OperatorShare(
        "step",
        groups.stream().mapToDouble(OperatorShare::gflop).sum(),
        groups.stream().mapToDouble(OperatorShare::megabytes).sum(),
        measured,
        least,
        2 * arithmetic > least ? FLOP : BYTES,
        least / measured.median());
  }

  private Spread millis(ToDoubleFunction<Round> seconds) {
    return Spread.of(rounds.stream().mapToDouble(seconds).map(value -> value * MILLIS).toArray());
  }
}
