package io.metagen.transformer.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Rebuilds the set of cached prefixes from what a listener is told. */
final class FollowerMap implements PrefixListener {
  private final Map<String, String> prefixes = new HashMap<>();

  @Override
  public void stored(byte[] parent, byte[] hash, int[] tokens) {
    if (parent.length > 0 && !prefixes.containsKey(name(parent))) {
      throw new AssertionError("child before its parent: " + name(hash));
    }
    String before = parent.length == 0 ? "" : String.valueOf(prefixes.get(name(parent)));
    if (prefixes.put(name(hash), before + Arrays.toString(tokens)) != null) {
      throw new AssertionError("stored twice: " + name(hash));
    }
  }

  @Override
  public void removed(byte[] hash) {
    if (prefixes.remove(name(hash)) == null) {
      throw new AssertionError("removed but never stored: " + name(hash));
    }
  }

  /** Returns every cached prefix's tokens by hash. */
  Map<String, String> prefixes() {
    return prefixes;
  }

  private static String name(byte[] hash) {
    return Arrays.toString(hash);
  }
}
