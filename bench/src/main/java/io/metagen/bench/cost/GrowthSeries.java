package io.metagen.bench.cost;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Steps along which one thing grows.
 *
 * @param name what grows
 * @param places in ascending order
 */
public record GrowthSeries(String name, List<Place> places) {
  private static final int BATCH = 16;
  private static final int CONTEXT = 128;
  private static final int PREFIX = 1024;
  private static final int LEVEL = 32;

  /**
   * One place of a series.
   *
   * @param at how much there is of what grows
   * @param separate the sequences with contexts of their own
   * @param shared the same with what they have in common in shared blocks
   */
  record Place(int at, @Nullable BlockPaths separate, @Nullable BlockPaths shared) {

    /** Returns the tokens of each sequence before the new one. */
    int context() {
      return any().context();
    }

    int sequences() {
      return any().sequences();
    }

    private BlockPaths any() {
      if (separate != null) {
        return separate;
      }
      if (shared != null) {
        return shared;
      }
      throw new IllegalStateException("a place has no sequences");
    }
  }

  public GrowthSeries {
    places = List.copyOf(places);
  }

  /** Returns the number of steps that are measured. */
  public int steps() {
    return places.stream()
        .mapToInt(place -> (place.separate == null ? 0 : 1) + (place.shared == null ? 0 : 1))
        .sum();
  }

  /** Returns all series of a network with so many positions; what is too long ends there. */
  public static List<GrowthSeries> of(int positions) {
    int longest = (positions - 1) / LEVEL * LEVEL;
    return List.of(
        batch(Math.min(CONTEXT, longest)), context(longest), samples(longest), depth(longest));
  }

  private static GrowthSeries batch(int context) {
    return new GrowthSeries(
        "batch",
        Stream.of(1, 2, 4, 8, 16, 32, 64)
            .map(batch -> new Place(batch, BlockPaths.separate(batch, context), null))
            .toList());
  }

  private static GrowthSeries context(int longest) {
    return new GrowthSeries(
        "context",
        upTo(longest, 128, 256, 512, 1024, 2048)
            .mapToObj(
                tokens ->
                    new Place(
                        tokens,
                        BlockPaths.separate(BATCH, tokens),
                        BlockPaths.shared(BATCH, tokens)))
            .toList());
  }

  private static GrowthSeries samples(int longest) {
    int prefix = Math.min(PREFIX, longest);
    return new GrowthSeries(
        "samples",
        Stream.of(4, 16, 64)
            .map(samples -> new Place(samples, null, BlockPaths.shared(samples, prefix)))
            .toList());
  }

  private static GrowthSeries depth(int longest) {
    return new GrowthSeries(
        "depth",
        upTo(longest / LEVEL, 1, 2, 4, 8, 16, 32)
            .mapToObj(
                depth ->
                    new Place(
                        depth,
                        BlockPaths.separate(BATCH, depth * LEVEL),
                        BlockPaths.tree(BATCH, depth, LEVEL)))
            .toList());
  }

  private static IntStream upTo(int most, int... values) {
    return IntStream.of(values).map(value -> Math.min(value, most)).distinct();
  }
}
