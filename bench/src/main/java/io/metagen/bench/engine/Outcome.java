package io.metagen.bench.engine;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What one row's rounds gave; round i of both lists ran one after the other.
 *
 * @param ours tokens per second of this project's engine, one entry per round
 * @param peer tokens per second of the peer
 * @param limits what the machine allowed in each round; none where nothing tells
 * @param peerSetup how the peer was set up
 */
public record Outcome(List<Double> ours, List<Double> peer, List<Double> limits, String peerSetup) {

  public Outcome {
    ours = List.copyOf(ours);
    peer = List.copyOf(peer);
    limits = List.copyOf(limits);
    if (ours.isEmpty() || ours.size() != peer.size()) {
      throw new IllegalArgumentException("rounds: " + ours.size() + " and " + peer.size());
    }
    if (!limits.isEmpty() && limits.size() != ours.size()) {
      throw new IllegalArgumentException("limits: " + limits.size() + " of " + ours.size());
    }
  }

  /** Returns the median of this project's engine. */
  public double oursMedian() {
    return median(ours);
  }

  /** Returns the median of the peer. */
  public double peerMedian() {
    return median(peer);
  }

  /** Returns the ratio of the medians, ours over the peer's. */
  public double ratio() {
    return oursMedian() / peerMedian();
  }

  /** Returns the least and the greatest ratio of a round. */
  public List<Double> spread() {
    double[] ratios =
        IntStream.range(0, ours.size())
            .mapToDouble(i -> ours.get(i) / peer.get(i))
            .sorted()
            .toArray();
    return List.of(ratios[0], ratios[ratios.length - 1]);
  }

  /** Returns the median of what the machine allowed, if that is known. */
  public OptionalDouble limit() {
    return limits.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(limits));
  }

  /** Returns the median over the rounds of ours over what the machine allowed, if known. */
  public OptionalDouble share() {
    return limits.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            median(
                IntStream.range(0, ours.size())
                    .mapToObj(i -> ours.get(i) / limits.get(i))
                    .toList()));
  }

  /** Returns the middle value, or the mean of the two in the middle. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
