package io.metagen.bench;

import io.metagen.bench.engine.Agreement;
import io.metagen.bench.engine.Duel;
import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.engine.Workload;
import io.metagen.bench.jlama.Jlama;
import io.metagen.bench.jlama.JlamaKernels;
import io.metagen.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;

/** The rows against Jlama: decoding of one sequence, in the precisions that it has. */
final class JlamaBench {
  private final WorkFolder work;
  private final Jlama jlama;
  private final Duel duel;

  JlamaBench(WorkFolder work, Jlama jlama, Duel duel) {
    this.work = work;
    this.jlama = jlama;
    this.duel = duel;
  }

  /** Measures what can be; a shape on which Jlama fails is left out, with the reason. */
  JlamaReport run(List<Shape> shapes, List<Precision> precisions) {
    List<ReportRow> rows = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Shape shape : shapes) {
      try (ProgressBar bar = BenchProgress.of(shape.text() + ": Jlama", -1)) {
        Contest contest = contest(shape);
        List<JlamaKernels> kernels = agreeing(contest, leftOut);
        for (Precision precision : kernels.isEmpty() ? List.<Precision>of() : precisions) {
          if (Jlama.has(precision)) {
            bar.setExtraMessage(precision.text());
            rows.add(row(contest, precision, kernels));
          }
        }
      } catch (BenchException e) {
        leftOut.add(shape.text() + ": " + e.getMessage());
      }
    }
    return new JlamaReport(Jlama.version(), rows, leftOut);
  }

  /** One network and its row's tokens. */
  private record Contest(Shape shape, Path folder, ModelConfig config, Workload workload) {}

  private Contest contest(Shape shape) {
    Path folder = work.checkpoint(shape);
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    Workload workload = Workload.of(Measure.DECODE, 1, config.vocabularySize(), work.seed());
    return new Contest(shape, folder, config, workload);
  }

  /** Returns the kernels that compute the network: in f32 they continue a prompt as ours do. */
  private List<JlamaKernels> agreeing(Contest contest, List<String> leftOut) {
    Agreement agreement =
        new Agreement(contest.shape().text(), contest.config().vocabularySize(), work.seed());
    List<JlamaKernels> agreeing = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    try (Engine ours = TransformerEngine.load(contest.folder(), Precision.F32)) {
      for (JlamaKernels kernels : JlamaKernels.values()) {
        try (Engine theirs = jlama.open(contest.folder(), Precision.F32, kernels)) {
          agreement
              .difference(ours, "Jlama's " + kernels.text(), theirs)
              .ifPresentOrElse(differences::add, () -> agreeing.add(kernels));
        }
      }
    }
    if (agreeing.isEmpty()) {
      leftOut.addAll(differences);
    }
    return agreeing;
  }

  private ReportRow row(Contest contest, Precision precision, List<JlamaKernels> kernels) {
    Workload workload = contest.workload();
    JlamaKernels fastest = jlama.fastest(contest.folder(), precision, kernels, workload);
    try (Engine ours = TransformerEngine.load(contest.folder(), precision);
        Engine theirs = jlama.open(contest.folder(), precision, fastest)) {
      ReportRow.Subject subject = new ReportRow.Subject(contest.shape(), precision, workload);
      return ReportRow.of(subject, duel.measure(ours, theirs, workload, OptionalDouble::empty));
    }
  }
}
