package io.metagen.bench.cost;

import io.metagen.bench.cost.GrowthSeries.Place;
import io.metagen.transformer.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Measures the steps of a series in turn: all of them in each round, so that what else the machine
 * does meets all alike.
 */
public final class GrowthMeter {
  private static final int WARM_UP_BATCH = 16;
  private static final int WARM_UP_CONTEXT = 128;

  private final String shape;
  private final Transformer network;
  private final CostSetup setup;

  /** Makes a measurement of a network, {@code shape} is its name. */
  public GrowthMeter(String shape, Transformer network, CostSetup setup) {
    this.shape = shape;
    this.network = network;
    this.setup = setup;
  }

  /** Runs steps until the engine is warm. */
  public void warmUp() {
    try (DecodeStep step = step(BlockPaths.separate(WARM_UP_BATCH, WARM_UP_CONTEXT))) {
      new WarmUp(setup.nanos()).run(step::run);
    }
  }

  /** Returns the points of a series; {@code stepDone} runs after each step's round. */
  public List<GrowthPoint> measure(GrowthSeries series, Runnable stepDone) {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (Place place : series.places()) {
        pairs.add(new Pair(place, timed(place.separate()), timed(place.shared())));
      }
      for (int round = 0; round < setup.rounds(); round++) {
        for (Pair pair : pairs) {
          pair.measure(round, stepDone);
        }
      }
      return pairs.stream().map(pair -> pair.point(shape, series.name())).toList();
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  private @Nullable TimedStep timed(@Nullable BlockPaths paths) {
    return paths == null ? null : new TimedStep(step(paths), setup.rounds(), setup.nanos());
  }

  private DecodeStep step(BlockPaths paths) {
    return new DecodeStep(network, paths, new Random(setup.seed()));
  }

  /** The steps of a place. */
  private record Pair(Place place, @Nullable TimedStep separate, @Nullable TimedStep shared) {

    void measure(int round, Runnable stepDone) {
      if (separate != null) {
        separate.measure(round);
        stepDone.run();
      }
      if (shared != null) {
        shared.measure(round);
        stepDone.run();
      }
    }

    GrowthPoint point(String shape, String series) {
      return new GrowthPoint(
          shape,
          series,
          place.at(),
          place.sequences(),
          place.context(),
          separate == null ? null : Spread.of(separate.rounds()),
          shared == null ? null : Spread.of(shared.rounds()),
          separate == null || shared == null
              ? null
              : Spread.ofRatios(separate.rounds(), shared.rounds()));
    }

    void close() {
      if (separate != null) {
        separate.close();
      }
      if (shared != null) {
        shared.close();
      }
    }
  }
}
