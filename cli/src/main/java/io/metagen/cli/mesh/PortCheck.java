package io.metagen.cli.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds out before anything is started that a port is taken. */
final class PortCheck {

  private PortCheck() {}

  /** Throws naming the first taken port, the service that wants it, and the way out. */
  static void requireFree(List<Launch> launches) {
    for (Launch launch : launches) {
      requireFree(launch.name(), "gRPC", launch.ports().grpc());
      requireFree(launch.name(), "HTTP", launch.ports().http());
    }
  }

  private static void requireFree(String service, String protocol, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new MeshException(
          "port %d (%s of %s) is taken; free it or choose others with --port-offset"
              .formatted(port, protocol, service),
          e);
    }
  }
}
