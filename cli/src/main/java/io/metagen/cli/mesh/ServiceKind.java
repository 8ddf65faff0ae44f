package io.metagen.cli.mesh;

import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.KvCacheServiceGrpc;
import io.metagen.v1.OrchestratorServiceGrpc;
import io.metagen.v1.VerifierServiceGrpc;

/** The four services of a mesh, with their default ports and the names that they are known by. */
public enum ServiceKind {
  GENERATOR("generator", GeneratorServiceGrpc.SERVICE_NAME, 9010, 8010),
  VERIFIER("verifier", VerifierServiceGrpc.SERVICE_NAME, 9020, 8020),
  KV_CACHE("kv-cache", KvCacheServiceGrpc.SERVICE_NAME, 9030, 8030),
  ORCHESTRATOR("orchestrator", OrchestratorServiceGrpc.SERVICE_NAME, 9000, 8000);

  private final String label;
  private final String grpcName;
  private final int grpcPort;
  private final int httpPort;

  ServiceKind(String label, String grpcName, int grpcPort, int httpPort) {
    this.label = label;
    this.grpcName = grpcName;
    this.grpcPort = grpcPort;
    this.httpPort = httpPort;
  }

  /** Short name, as in commands, log files and configuration keys. */
  public String label() {
    return label;
  }

  /** Full gRPC name, under which the service reports its health. */
  public String grpcName() {
    return grpcName;
  }

  /** Ports of the first replica at offset 0. */
  public Ports defaultPorts() {
    return new Ports(grpcPort, httpPort);
  }

  /** Folder of the module that builds the service. */
  public String module() {
    return label + "-svc";
  }
}
