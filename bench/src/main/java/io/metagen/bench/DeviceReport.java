package io.metagen.bench;

import static io.metagen.bench.Tables.decimal;
import static io.metagen.bench.Tables.left;
import static io.metagen.bench.Tables.right;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import io.metagen.transformer.ComputeDevice;
import java.util.List;

/**
 * The outcome of {@code metagen bench engine} on a device other than the CPU: ours alone.
 *
 * @param device as the option names it
 * @param java version of the JVM
 * @param djl version of DJL
 * @param libtorch version of libtorch
 */
record DeviceReport(String device, String java, String djl, String libtorch, List<DeviceRow> rows) {

  DeviceReport {
    rows = List.copyOf(rows);
  }

  /** Returns the report of rows that were measured by this process. */
  static DeviceReport of(ComputeDevice device, List<DeviceRow> rows) {
    return new DeviceReport(
        device.toString(),
        Runtime.version().toString(),
        Engine.getDjlVersion(),
        Engine.getEngine(PtEngine.ENGINE_NAME).getVersion(),
        rows);
  }

  /** Returns the outcome as one JSON document on one line. */
  String json() {
    return Tables.json(this);
  }

  /** Returns the device, the table and what it says. */
  String table() {
    return String.join(
        System.lineSeparator(),
        "%s; Java %s, DJL %s, libtorch %s".formatted(device, java, djl, libtorch),
        rowsTable(),
        "ours: tokens per second, median of the rounds; batch: sequences, for prefill tokens of"
            + " the prompt; spread: least and greatest rate of a round; no peer: llama.cpp's"
            + " libraries here are for CPUs");
  }

  private String rowsTable() {
    return Tables.of(
        rows,
        List.of(
            left("shape", DeviceRow::shape),
            left("precision", DeviceRow::precision),
            left("measure", DeviceRow::measure),
            right("batch", row -> Integer.toString(row.batch())),
            right("ours", row -> decimal("%,.1f", row.ours())),
            right("spread", DeviceReport::spread)));
  }

  private static String spread(DeviceRow row) {
    return decimal("%,.1f", row.spread().getFirst())
        + " to "
        + decimal("%,.1f", row.spread().getLast());
  }
}
