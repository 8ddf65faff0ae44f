package io.metagen.cli.mesh;

/**
 * The two ports of a service.
 *
 * @param grpc port of its gRPC server
 * @param http port of its health and metrics pages
 */
public record Ports(int grpc, int http) {

  private static final int HIGHEST = 65_535;

  /** Rejects what is no port. */
  public Ports {
    if (grpc < 1 || grpc > HIGHEST || http < 1 || http > HIGHEST) {
      throw new MeshException(
          "ports " + grpc + " and " + http + " must lie in [1, 65535]; choose another port offset");
    }
  }

  /** The ports that lie {@code offset} higher. */
  public Ports plus(int offset) {
    return new Ports(grpc + offset, http + offset);
  }
}
