package io.metagen.transformer;

/**
 * What a network is loaded from and how.
 *
 * @param precisions what its matrices are held in
 * @param kv how keys and values will be held
 * @param meter counts what was read
 */
record Loading(Checkpoint checkpoint, MatrixPrecisions precisions, KvOptions kv, LoadMeter meter) {

  /**
   * Returns the loading of a checkpoint, not begun.
   *
   * @throws CheckpointException if the exceptions of the precision don't fit the checkpoint, or
   *     blocks are to be given up beside a window of the network's own
   */
  static Loading of(Checkpoint checkpoint, Transformer.Options options, LoadListener listener) {
    requireNoWindow(checkpoint, options.kv());
    long hashed = checkpoint.layout().tensors().stream().mapToLong(t -> bytes(checkpoint, t)).sum();
    long again = checkpoint.config().tiedHead() ? bytes(checkpoint, embedding(checkpoint)) : 0;
    return new Loading(
        checkpoint,
        MatrixPrecisions.of(checkpoint, options.precision(), options.exceptions()),
        options.kv(),
        new LoadMeter(listener, 2 * hashed + again));
  }

  private static void requireNoWindow(Checkpoint checkpoint, KvOptions kv) {
    if (kv.heavy() > 0 && checkpoint.config().slidingWindow() > 0) {
      throw new CheckpointException(
          checkpoint.tensors().place(),
          "sliding_window",
          "the network has a window of its own, so kv-heavy must be 0");
    }
  }

  private static PackedTensor embedding(Checkpoint checkpoint) {
    return checkpoint.layout().tensors().getFirst();
  }

  private static long bytes(Checkpoint checkpoint, PackedTensor tensor) {
    return tensor.parts().stream().mapToLong(checkpoint::bytes).sum();
  }

  ModelConfig config() {
    return checkpoint.config();
  }

  /** Returns the fingerprint; reads the whole checkpoint. */
  String fingerprint() {
    return checkpoint.fingerprint(precisions + " " + kv, meter);
  }

  /** A tensor is in memory; returns its bytes in the checkpoint. */
  long done(PackedTensor tensor) {
    long bytes = bytes(checkpoint, tensor);
    meter.add(bytes);
    return bytes;
  }
}
