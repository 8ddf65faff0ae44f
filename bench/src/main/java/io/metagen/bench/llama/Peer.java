package io.metagen.bench.llama;

import io.metagen.bench.engine.Engine;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** llama.cpp on this machine, ready to load models. */
public final class Peer {
  private final LlamaLibrary library;
  private final int threads;
  private final LongSupplier nanos;

  private Peer(LlamaLibrary library, int threads, LongSupplier nanos) {
    this.library = library;
    this.threads = threads;
    this.nanos = nanos;
  }

  /**
   * Returns the peer whose libraries lie in a folder.
   *
   * @param threads threads of every call
   * @param nanos the clock by which setups are compared, in nanoseconds
   * @throws io.metagen.bench.BenchException if they can't be used or are of another version
   */
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

  /** Returns the release, the version of its tensor part, and the back end in use. */
  public String version() {
    return PeerPackage.RELEASE + " (" + library.version() + ")";
  }

  /** Returns the threads of every call. */
  public int threads() {
    return threads;
  }

  /** Returns the clock, in nanoseconds. */
  public LongSupplier nanos() {
    return nanos;
  }

  LlamaLibrary library() {
    return library;
  }
}
