package io.metagen.transformer.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Model folders of the test resources, and copies of them with one file changed. */
final class Folders {

  private Folders() {}

  static Path resource(String name) {
    URL url = Objects.requireNonNull(Folders.class.getResource(name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String name) {
    try {
      return Files.readString(resource(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy in {@code target} of a resource folder, with {@code file} written over. */
  static Path with(Path target, String folder, String file, String content) throws IOException {
    try (var files = Files.list(resource(folder))) {
      for (Path source : files.toList()) {
        Files.copy(source, target.resolve(source.getFileName().toString()));
      }
    }
    Files.writeString(target.resolve(file), content);
    return target;
  }
}
