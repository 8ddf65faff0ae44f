package io.metagen.cli.mesh;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

/** A plain-text channel to a port of this machine, closed at once with everything on it. */
public final class Loopback implements AutoCloseable {

  private final ManagedChannel channel;

  /** Connects on the first call. */
  public Loopback(int port) {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** The channel. */
  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
