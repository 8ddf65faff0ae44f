package io.metagen.bench.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one step took; of {@code separate} and {@code shared} at least one is there.
 *
 * @param series what grows
 * @param at how much there is of it
 * @param sequences with one new token each
 * @param context tokens of each before it
 * @param separateMillis of a step where each sequence has a context of its own
 * @param sharedMillis of a step where they share what they have in common
 * @param ratio the first over the second, in each round
 */
public record GrowthPoint(
    String shape,
    String series,
    int at,
    int sequences,
    int context,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Spread separateMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Spread sharedMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Spread ratio) {}
