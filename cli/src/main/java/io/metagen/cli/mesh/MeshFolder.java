package io.metagen.cli.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where one mesh keeps its state: {@code mesh.json} names its processes, {@code logs} takes their
 * output.
 *
 * @param path folder of the mesh
 */
public record MeshFolder(Path path) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The log of a process. */
  public Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  /** The processes that were started last, alive or not; empty where none were. */
  public List<RunningService> services() {
    if (!Files.exists(state())) {
      return List.of();
    }
    try {
      return List.of(MAPPER.readValue(state().toFile(), RunningService[].class));
    } catch (IOException e) {
      throw new MeshException("cannot read " + state() + "; remove it if it is broken", e);
    }
  }

  /** Keeps the processes; a reader sees the old list or the new one, never a part. */
  void keep(List<RunningService> services) {
    Path draft = path.resolve("mesh.json.new");
    try {
      Files.createDirectories(path);
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), services);
      Files.move(draft, state(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MeshException("cannot write " + state(), e);
    }
  }

  /** Forgets the processes; their logs stay. */
  void forget() {
    try {
      Files.deleteIfExists(state());
    } catch (IOException e) {
      throw new MeshException("cannot remove " + state(), e);
    }
  }

  private Path state() {
    return path.resolve("mesh.json");
  }
}
