package io.metagen.orchestrator.strategy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A node of a search: the path of child indices from the root, written 0.3.1.
 *
 * <p>Every node has a random seed of its own, a function of the run's seed and the path alone:
 *
 * <pre>
 * seed(node) = first 8 bytes, big-endian, of SHA-256("metagen-node-1" | run seed | path)
 *              run seed: 8 bytes, each index of the path: 4 bytes, all big-endian
 * </pre>
 *
 * <p>So a node's samples depend neither on when it was created nor on what else the search did.
 */
public record NodeId(List<Integer> path) {
  /** The root, written 0. */
  public static final NodeId ROOT = new NodeId(List.of(0));

  private static final byte[] VERSION = "metagen-node-1".getBytes(StandardCharsets.US_ASCII);

  /** A defensive copy is taken of the path. */
  public NodeId {
    path = List.copyOf(path);
  }

  /** Returns the child with an index, from 0. */
  public NodeId child(int index) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(index);
    return new NodeId(longer);
  }

  /** Returns the root of the node's random numbers. */
  public long seed(long runSeed) {
    ByteBuffer bytes =
        ByteBuffer.allocate(VERSION.length + Long.BYTES + Integer.BYTES * path.size());
    bytes.put(VERSION).putLong(runSeed);
    path.forEach(bytes::putInt);
    return ByteBuffer.wrap(sha256(bytes.array())).getLong();
  }

  @Override
  public String toString() {
    return path.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
