package io.metagen.bench.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A part of a step against its roofline; the last three are missing where nothing is counted.
 *
 * @param operator the part
 * @param gflop its operations, in 1e9
 * @param megabytes what it must read and write, in 1e6 bytes
 * @param millis measured, in each round
 * @param rooflineMillis the least time that the machine allows
 * @param bound {@code bytes} or {@code FLOP}: what that time comes from
 * @param share the least time over the median of the measured
 */
public record OperatorShare(
    String operator,
    double gflop,
    double megabytes,
    Spread millis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double rooflineMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String bound,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double share) {}
