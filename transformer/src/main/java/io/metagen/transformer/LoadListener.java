package io.metagen.transformer;

/** Hears how far the loading of a network is, on the thread that loads. */
@FunctionalInterface
public interface LoadListener {

  /** Hears nothing. */
  LoadListener NONE = (_, _) -> {};

  /**
   * One more tensor is done. Each counts twice: it is hashed for the fingerprint, then put into
   * memory.
   *
   * @param bytes bytes of the checkpoint that are done, growing up to {@code totalBytes}
   * @param totalBytes the same number in every call
   */
  void loaded(long bytes, long totalBytes);
}
