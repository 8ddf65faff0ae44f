package io.metagen.cli;

import io.metagen.cli.mesh.Mesh;
import io.metagen.cli.mesh.MeshFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Where the repository lies and where meshes keep their state. */
final class Home {

  private Home() {}

  /** Folder of the repository: the launcher names it, else the working directory. */
  static Path root() {
    return Path.of(System.getProperty("metagen.root", "")).toAbsolutePath();
  }

  /** State and logs of the mesh with a name. */
  static MeshFolder folder(String mesh) {
    Path home =
        Optional.ofNullable(System.getenv("METAGEN_HOME"))
            .map(Path::of)
            .orElse(root().resolve(".metagen"));
    return new MeshFolder(home.toAbsolutePath().resolve(mesh));
  }

  /** The mesh with a name. */
  static Mesh mesh(String name) {
    return new Mesh(folder(name));
  }
}
