package io.metagen.verifier.program;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty folder that goes with all its files. Programs can make no folders and no links in it.
 */
record ScratchFolder(Path path) implements AutoCloseable {

  /** What the names of this process's folders begin with. */
  static final String PREFIX = "metagen-program-" + ProcessHandle.current().pid() + "-";

  static ScratchFolder create() throws IOException {
    return new ScratchFolder(Files.createTempDirectory(PREFIX).toRealPath());
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
