package io.metagen.transformer;

/** Adds up what is loaded and tells the listener. */
final class LoadMeter {
  private final LoadListener listener;
  private final long totalBytes;
  private long bytes;

  LoadMeter(LoadListener listener, long totalBytes) {
    this.listener = listener;
    this.totalBytes = totalBytes;
  }

  /** So many bytes of the checkpoint are done. */
  void add(long more) {
    bytes += more;
    listener.loaded(bytes, totalBytes);
  }
}
