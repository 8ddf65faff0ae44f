package io.metagen.bench;

import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.overhead.EngineOverhead;
import io.metagen.bench.overhead.LocalEngine;
import io.metagen.bench.overhead.OverheadRow;
import io.metagen.bench.overhead.PackagedService;
import io.metagen.bench.overhead.Samples;
import io.metagen.bench.overhead.ServiceOverhead;
import io.metagen.transformer.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** Runs all rows of {@code metagen bench overhead}. */
final class OverheadBench {
  private final WorkFolder work;
  private final Precision precision;
  private final int threads;
  private final Size size;

  /**
   * How much is measured.
   *
   * @param batches samples of a call
   * @param warmUp steps before a row of the engine that are not measured
   * @param steps measured steps of a row
   * @param calls measured calls of a row through gRPC, 0 for no such rows
   */
  record Size(List<Integer> batches, int warmUp, int steps, int calls) {}

  OverheadBench(WorkFolder work, Precision precision, int threads, Size size) {
    this.work = work;
    this.precision = precision;
    this.threads = threads;
    this.size = size;
    TransformerEngine.useThreads(threads);
  }

  OverheadReport run(List<Shape> shapes) throws InterruptedException {
    List<OverheadRow> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      Path checkpoint = work.checkpoint(shape);
      long units = (long) Samples.values().length * size.batches().size();
      try (ProgressBar bar = BenchProgress.of(shape.text(), size.calls() > 0 ? 2 * units : units)) {
        engine(shape, checkpoint, rows, bar);
        if (size.calls() > 0) {
          service(shape, checkpoint, rows, bar);
        }
      }
    }
    return new OverheadReport(threads, precision.text(), rows);
  }

  private void engine(Shape shape, Path checkpoint, List<OverheadRow> rows, ProgressBar bar)
      throws InterruptedException {
    var serving = io.metagen.transformer.Precision.valueOf(precision.name());
    try (LocalEngine engine = new LocalEngine(checkpoint, embedded(), serving)) {
      EngineOverhead overhead = new EngineOverhead(engine, size.warmUp(), size.steps());
      for (OverheadRow.Subject subject : subjects(shape, "engine")) {
        rows.add(overhead.measure(subject));
        bar.step();
      }
    }
  }

  private void service(Shape shape, Path checkpoint, List<OverheadRow> rows, ProgressBar bar)
      throws InterruptedException {
    Path model = withTokenizer(checkpoint);
    int vocabulary = ModelConfig.read(model.resolve("config.json")).vocabularySize();
    PackagedService.Launch launch =
        new PackagedService.Launch(
            work.root(),
            model,
            precision.text(),
            threads,
            work.folder().resolve("generator.log"),
            "");
    try (PackagedService service = PackagedService.start(launch)) {
      ServiceOverhead overhead =
          new ServiceOverhead(service, vocabulary, size.steps(), size.calls());
      for (OverheadRow.Subject subject : subjects(shape, "grpc")) {
        rows.add(overhead.measure(subject));
        bar.step();
      }
    }
  }

  private List<OverheadRow.Subject> subjects(Shape shape, String via) {
    List<OverheadRow.Subject> subjects = new ArrayList<>();
    for (Samples samples : Samples.values()) {
      for (int batch : size.batches()) {
        boolean embedded = shape == Shape.GENERATOR;
        subjects.add(new OverheadRow.Subject(shape.text(), via, samples, batch, embedded));
      }
    }
    return subjects;
  }

  private Path embedded() {
    return work.checkpoint(Shape.GENERATOR);
  }

  /** A network with random weights gets the tokenizer of the embedded one. */
  private Path withTokenizer(Path checkpoint) {
    try {
      for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
        if (!Files.exists(checkpoint.resolve(file))) {
          Files.copy(
              embedded().resolve(file),
              checkpoint.resolve(file),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.createDirectories(work.folder());
      return checkpoint;
    } catch (IOException e) {
      throw new BenchException("can't write to " + checkpoint + ": " + e.getMessage(), e);
    }
  }
}
