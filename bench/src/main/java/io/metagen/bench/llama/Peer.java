package io.metagen.bench.llama;

import io.metagen.bench.engine.Engine;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * llama.cpp on this machine, ready to load models.
 *
 * @param library its functions
 * @param threads threads of every call
 * @param nanos the clock by which setups are compared, in nanoseconds
 */
public record Peer(LlamaLibrary library, int threads, LongSupplier nanos) {

  /** Returns the peer whose libraries lie in a folder. */
  public static Peer load(Path folder, int threads, LongSupplier nanos) {
    return new Peer(LlamaLibrary.load(folder), threads, nanos);
  }

  /**
   * Returns the engine with a model in a GGUF file.
   *
   * @param tuning the setups found for this network so far; what is found is added
   */
  public Engine open(Path file, int vocabulary, Tuning tuning) {
    return new LlamaEngine(this, file, vocabulary, tuning);
  }

  /** Returns the release and the version of its tensor part. */
  public String version() {
    return PeerPackage.RELEASE + " (" + library.version() + ")";
  }
}
