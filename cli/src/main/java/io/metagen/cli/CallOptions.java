package io.metagen.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.metagen.cli.mesh.MeshException;
import io.metagen.cli.mesh.RunningService;
import io.metagen.cli.mesh.ServiceKind;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which service a command calls, for how long, and how it prints the answer. */
final class CallOptions {

  @Mixin private MeshName mesh = new MeshName();

  @Option(
      names = "--endpoint",
      defaultValue = "",
      paramLabel = "HOST:PORT",
      description = "a service anywhere, instead of this machine's mesh")
  private String endpoint = "";

  @Option(
      names = "--deadline",
      defaultValue = "120",
      description = "seconds until the call must end (default: ${DEFAULT-VALUE})")
  private double deadlineSeconds;

  @Option(names = "--json", description = "prints the answer's message as JSON and nothing else")
  private boolean json;

  /**
   * Returns where the service is.
   *
   * @throws MeshException if it is to be this machine's, and no mesh runs
   */
  String target(ServiceKind kind) {
    if (!endpoint.isEmpty()) {
      return endpoint;
    }
    return mesh.mesh().services().stream()
        .filter(service -> service.kind() == kind)
        .filter(RunningService::isAlive)
        .map(service -> "127.0.0.1:" + service.ports().grpc())
        .findFirst()
        .orElseThrow(() -> new MeshException("no mesh is running; start one with ./metagen up"));
  }

  Duration deadline() {
    return Duration.ofMillis(Math.round(deadlineSeconds * 1000));
  }

  /** Whether JSON is to be printed. */
  boolean json() {
    return json;
  }

  /** Returns a message as JSON. */
  static String json(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no answer of a service holds an Any", e);
    }
  }
}
