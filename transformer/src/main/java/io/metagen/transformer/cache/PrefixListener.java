package io.metagen.transformer.cache;

/**
 * Learns what becomes reusable in a prefix cache and what is gone. Called on the owner's thread.
 */
public interface PrefixListener {
  /**
   * A block became reusable; its parent did earlier.
   *
   * @param parent hash of the block before it, empty where this one starts a prompt
   * @param hash hash of the prefix that ends with this block
   * @param tokens the block's tokens; shared, not to be changed
   */
  void stored(byte[] parent, byte[] hash, int[] tokens);

  /** A block is gone; its children went earlier. */
  void removed(byte[] hash);
}
