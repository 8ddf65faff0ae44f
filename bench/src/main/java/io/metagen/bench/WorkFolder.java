package io.metagen.bench;

import io.metagen.bench.gguf.GgufType;
import io.metagen.bench.gguf.LlamaConverter;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.RandomCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/**
 * What a measurement needs on disk and makes where it is missing: checkpoints, and their GGUF files
 * for the peer.
 *
 * @param folder where it lies
 * @param root the repository, with the embedded models
 * @param seed of random weights
 */
record WorkFolder(Path folder, Path root, long seed) {

  private static final String WEIGHTS = "model.safetensors";

  /** Returns the work folder under {@code METAGEN_HOME}, which the launcher passes on. */
  static WorkFolder of(long seed) {
    Path root = Path.of(System.getProperty("metagen.root", "")).toAbsolutePath();
    String home = System.getProperty("metagen.home", root.resolve(".metagen").toString());
    return new WorkFolder(Path.of(home).toAbsolutePath().resolve("bench"), root, seed);
  }

  /** Returns the folder of a shape's checkpoint. */
  Path checkpoint(Shape shape) {
    return shape
        .random()
        .map(config -> made(config, folder.resolve(name(shape)), shape))
        .orElse(root.resolve("models/generator"));
  }

  /** Returns a shape's GGUF file, made anew if the checkpoint is newer. */
  Path gguf(Shape shape, GgufType type) {
    Path checkpoint = checkpoint(shape);
    String suffix = type.name().toLowerCase(Locale.ROOT).replace("_", "");
    Path file = folder.resolve(name(shape) + "-" + suffix + ".gguf");
    if (isOlder(file, checkpoint.resolve(WEIGHTS))) {
      long weights = ModelConfig.read(checkpoint.resolve("config.json")).parameters();
      create(folder);
      try (ProgressBar bar = BenchProgress.of(shape.text() + " to " + type, weights)) {
        LlamaConverter.convert(checkpoint, file, type, bar::stepBy);
      }
    }
    return file;
  }

  private String name(Shape shape) {
    return shape.random().isPresent() ? shape.text() + "-seed" + seed : shape.text();
  }

  private Path made(ModelConfig config, Path checkpoint, Shape shape) {
    if (!Files.exists(checkpoint.resolve("config.json"))) {
      create(checkpoint);
      try (ProgressBar bar = BenchProgress.of(shape.text() + " weights", config.parameters())) {
        RandomCheckpoint.write(config, seed, checkpoint, bar::stepBy);
      }
    }
    return checkpoint;
  }

  private static boolean isOlder(Path file, Path than) {
    try {
      return !Files.exists(file)
          || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BenchException("can't make the folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
