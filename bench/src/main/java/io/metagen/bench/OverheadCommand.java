package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.option.JsonOption;
import io.metagen.bench.option.ServedNetwork;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what a step of the generator costs outside its forward pass. */
@Command(
    name = "overhead",
    mixinStandardHelpOptions = true,
    description =
        "Measure a generation step outside its forward pass: the engine in this process, and the"
            + " packaged service through gRPC.")
final class OverheadCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();
  @Mixin private ServedNetwork network = new ServedNetwork();

  @Option(
      names = "--shapes",
      split = ",",
      description = "networks: 15M, 0.5B, generator (default: generator,0.5B)")
  private List<Shape> shapes = List.of(Shape.GENERATOR, Shape.B05);

  @Option(
      names = "--batches",
      split = ",",
      description = "samples of a call, 1 to 64 (default: 1,4,16,64)")
  private List<Integer> batches = List.of(1, 4, 16, 64);

  @Option(
      names = "--warm-up",
      defaultValue = "1000",
      description =
          "steps of the engine before each row that are not measured, at least 1 and three"
              + " seconds (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description = "measured steps of each row, at least 10 (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--calls",
      defaultValue = "5",
      description =
          "measured calls of each row through gRPC, 0 for none (default: ${DEFAULT-VALUE})")
  private int calls;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of random weights (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    check("--warm-up", warmUp, 1, Integer.MAX_VALUE);
    check("--steps", steps, 10, Integer.MAX_VALUE);
    check("--calls", calls, 0, Integer.MAX_VALUE);
    int threads = network.threads(requireNonNull(spec).commandLine());
    batches.forEach(batch -> check("--batches", batch, 1, 64));
    OverheadBench.Size size = new OverheadBench.Size(batches, warmUp, steps, calls);
    OverheadBench bench =
        new OverheadBench(WorkFolder.of(seed), network.precision(), threads, size);
    OverheadReport report = bench.run(shapes);
    output.print(report::json, report::table);
    return 0;
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          requireNonNull(spec).commandLine(),
          "%s: %d is outside [%d, %d]".formatted(option, value, least, most));
    }
  }
}
