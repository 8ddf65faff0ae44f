package io.metagen.bench.engine;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one row's rounds gave; round i of both lists ran one after the other.
 *
 * @param ours tokens per second of this project's engine, one entry per round
 * @param peer tokens per second of the peer
 * @param peerSetup how the peer was set up
 */
public record Outcome(List<Double> ours, List<Double> peer, String peerSetup) {

  public Outcome {
    ours = List.copyOf(ours);
    peer = List.copyOf(peer);
    if (ours.isEmpty() || ours.size() != peer.size()) {
      throw new IllegalArgumentException("rounds: " + ours.size() + " and " + peer.size());
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

  /** Returns the middle value, or the mean of the two in the middle. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
