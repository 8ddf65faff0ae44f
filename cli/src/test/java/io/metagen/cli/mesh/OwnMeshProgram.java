package io.metagen.cli.mesh;

import io.metagen.cli.mesh.FakeService.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that starts a mesh of its own in the folder of its argument and then only waits. */
final class OwnMeshProgram {

  private OwnMeshProgram() {}

  /** Prints a line when the mesh serves. */
  public static void main(String[] arguments) throws Exception {
    MeshFolder folder = new MeshFolder(Path.of(arguments[0]));
    try (OwnMesh own = OwnMesh.of(new Mesh(folder), Duration.ofSeconds(20))) {
      own.start(
          List.of(FakeLaunch.of(ServiceKind.ORCHESTRATOR, Manner.SERVES, folder)),
          Duration.ofSeconds(60),
          waiting -> {});
      System.out.println("serves");
      new CountDownLatch(1).await();
    }
  }
}
