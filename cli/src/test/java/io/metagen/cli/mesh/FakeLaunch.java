package io.metagen.cli.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Launches of {@link FakeService} on free ports. */
public final class FakeLaunch {

  private FakeLaunch() {}

  /** A service of a kind that behaves in a manner and keeps its log in a mesh's folder. */
  public static Launch of(ServiceKind kind, FakeService.Manner manner, MeshFolder folder)
      throws IOException {
    Ports ports = new Ports(freePort(), freePort());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            FakeService.class.getName(),
            manner.name(),
            Integer.toString(ports.grpc()),
            kind.grpcName());
    return new Launch(
        kind.label(),
        kind,
        ports,
        command,
        Map.of(),
        Path.of("").toAbsolutePath(),
        folder.log(kind.label()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
