package io.metagen.bench;

import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Solo;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.engine.Workload;
import io.metagen.transformer.ComputeDevice;
import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.Transformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** Runs the rows of {@link EngineBench} on a device, without a peer. */
record DeviceBench(WorkFolder work, ComputeDevice device, Solo solo) {

  /**
   * Measures all rows.
   *
   * @throws io.metagen.transformer.DeviceException if the device is not there or doesn't have a
   *     precision, before anything is made or loaded
   */
  DeviceReport run(List<Shape> shapes, List<Precision> precisions, List<Measure> measures) {
    precisions.forEach(precision -> Transformer.Options.on(device, precision.serving()));
    List<DeviceRow> rows = new ArrayList<>();
    for (Shape shape : shapes) {
      Path folder = work.checkpoint(shape);
      ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
      List<Workload> workloads = Workload.fitting(measures, config, work.seed());
      long units = (long) workloads.size() * precisions.size();
      try (ProgressBar bar = BenchProgress.of(shape.text() + " on " + device, units)) {
        for (Precision precision : precisions) {
          rows.addAll(rows(shape, precision, workloads, bar));
        }
      }
    }
    return DeviceReport.of(device, rows);
  }

  private List<DeviceRow> rows(
      Shape shape, Precision precision, List<Workload> workloads, ProgressBar bar) {
    List<DeviceRow> rows = new ArrayList<>();
    try (Engine engine = TransformerEngine.load(work.checkpoint(shape), precision, device)) {
      for (Workload workload : workloads) {
        bar.setExtraMessage(precision.text() + " " + workload.measure().text());
        ReportRow.Subject subject = new ReportRow.Subject(shape, precision, workload);
        rows.add(DeviceRow.of(subject, solo.measure(engine, workload)));
        bar.step();
      }
    }
    return rows;
  }
}
