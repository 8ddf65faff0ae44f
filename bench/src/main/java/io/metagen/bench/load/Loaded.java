package io.metagen.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the loading of one network took.
 *
 * @param before memory of the process with libtorch running and no network
 * @param after memory with the network loaded
 * @param seconds from the call to its end, fingerprint included
 */
public record Loaded(
    @JsonProperty("before") ResidentMemory before,
    @JsonProperty("after") ResidentMemory after,
    @JsonProperty("seconds") double seconds) {

  /** Returns the bytes that the loaded network added to the process. */
  public long finalBytes() {
    return after.now() - before.now();
  }

  /** Returns the most bytes that it had added at any moment of the loading. */
  public long peakBytes() {
    return after.peak() - before.now();
  }

  /** Returns the peak in units of the final size, at least 1. */
  public double ratio() {
    return (double) peakBytes() / finalBytes();
  }
}
