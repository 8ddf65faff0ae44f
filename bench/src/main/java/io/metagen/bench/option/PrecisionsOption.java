package io.metagen.bench.option;

import io.metagen.bench.engine.Precision;
import io.metagen.transformer.ComputeDevice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The precisions that a command measures one after another. */
public final class PrecisionsOption {

  @Option(names = "--precisions", split = ",", description = "f32, bf16, int8 (default: all)")
  private @Nullable List<Precision> precisions;

  /** Returns the precisions on the CPU. */
  public List<Precision> precisions() {
    return precisions == null ? List.of(Precision.values()) : precisions;
  }

  /**
   * Returns the precisions on a device; where none are named, all that it has.
   *
   * @throws ParameterException if one is named that it doesn't have
   */
  public List<Precision> on(ComputeDevice device, CommandLine command) {
    boolean all = device.equals(ComputeDevice.CPU);
    if (!all && precisions != null && precisions.contains(Precision.INT8)) {
      throw new ParameterException(
          command, "--precisions: int8 runs on the cpu alone: leave it out, or set --device cpu");
    }
    return precisions().stream().filter(chosen -> all || chosen != Precision.INT8).toList();
  }
}
