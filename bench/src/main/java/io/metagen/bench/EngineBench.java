package io.metagen.bench;

import io.metagen.bench.engine.Agreement;
import io.metagen.bench.engine.Duel;
import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Limits;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.engine.Workload;
import io.metagen.bench.jlama.Jlama;
import io.metagen.bench.llama.Peer;
import io.metagen.bench.llama.Tuning;
import io.metagen.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;

/** Runs all rows: for each shape the comparison of tokens, then each precision's measures. */
final class EngineBench {
  private final WorkFolder work;
  private final Peer peer;
  private final Duel duel;

  EngineBench(WorkFolder work, Peer peer, int rounds) {
    this.work = work;
    this.peer = peer;
    duel = new Duel(rounds, peer.nanos());
  }

  EngineReport run(List<Shape> shapes, List<Precision> precisions, List<Measure> measures) {
    Limits limits = limits(precisions);
    List<ReportRow> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      Contest contest = contest(shape);
      List<Workload> workloads = Workload.fitting(measures, contest.config(), work.seed());
      precisions.forEach(precision -> work.gguf(shape, precision.gguf()));
      agree(contest);
      long units = (long) workloads.size() * precisions.size();
      try (ProgressBar bar = BenchProgress.of(shape.text(), units)) {
        for (Precision precision : precisions) {
          rows.addAll(new Rows(contest, precision).measure(workloads, bar));
        }
      }
    }
    List<Shape> decoded = measures.contains(Measure.DECODE) ? shapes : List.of();
    Jlama jlama = new Jlama(work.folder(), peer.threads(), peer.nanos());
    JlamaReport second = new JlamaBench(work, jlama, duel).run(decoded, precisions);
    return new EngineReport(Hardware.of(peer.threads(), limits, peer.version()), rows, second);
  }

  private Limits limits(List<Precision> precisions) {
    try (ProgressBar _ = BenchProgress.of("limits of the machine", -1)) {
      return Limits.measure(peer.threads(), precisions, peer.nanos());
    }
  }

  /** One network on both sides. */
  private record Contest(Shape shape, ModelConfig config, Tuning tuning) {}

  private Contest contest(Shape shape) {
    Path checkpoint = work.checkpoint(shape);
    return new Contest(shape, ModelConfig.read(checkpoint.resolve("config.json")), new Tuning());
  }

  private void agree(Contest contest) {
    int vocabulary = contest.config().vocabularySize();
    String shape = contest.shape().text();
    try (ProgressBar _ = BenchProgress.of(shape + ": same tokens?", -1);
        Engine ours = ours(contest, Precision.F32);
        Engine theirs = theirs(contest, Precision.F32)) {
      new Agreement(shape, vocabulary, work.seed()).check(ours, "llama.cpp", theirs);
    }
  }

  /** The rows of one network in one precision. */
  private final class Rows {
    private final Contest contest;
    private final Precision precision;

    Rows(Contest contest, Precision precision) {
      this.contest = contest;
      this.precision = precision;
    }

    List<ReportRow> measure(List<Workload> workloads, ProgressBar bar) {
      List<ReportRow> rows = new ArrayList<>();
      try (Engine ours = ours(contest, precision);
          Engine theirs = theirs(contest, precision)) {
        for (Workload workload : workloads) {
          String measure = workload.measure().text() + " " + workload.size();
          bar.setExtraMessage(precision.text() + " " + measure);
          rows.add(
              ReportRow.of(
                  new ReportRow.Subject(contest.shape(), precision, workload),
                  duel.measure(ours, theirs, workload, () -> limit(workload))));
          bar.step();
        }
      }
      return rows;
    }

    /** Measures what the machine allows at this moment; memory and neighbours change it. */
    private OptionalDouble limit(Workload workload) {
      return Limits.tokensPerSecondNow(
          peer.threads(), contest.config(), new Limits.Load(workload, precision), peer.nanos());
    }
  }

  private Engine ours(Contest contest, Precision precision) {
    return TransformerEngine.load(work.checkpoint(contest.shape()), precision);
  }

  private Engine theirs(Contest contest, Precision precision) {
    Path file = work.gguf(contest.shape(), precision.gguf());
    return peer.open(file, contest.config().vocabularySize(), contest.tuning());
  }
}
