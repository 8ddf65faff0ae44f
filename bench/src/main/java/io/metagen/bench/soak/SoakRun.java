package io.metagen.bench.soak;

import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.demo.TestProblem;
import io.metagen.cli.mesh.Loopback;
import io.metagen.cli.mesh.MeshFolder;
import io.metagen.cli.mesh.MeshSettings;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.GeneratorServiceGrpc.GeneratorServiceBlockingStub;
import io.metagen.v1.GetLoadRequest;
import io.metagen.v1.GetModelRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One soak: starts a generator, loads it, reads it, lets it drain, stops it. */
final class SoakRun {
  private static final int PROBLEMS = 150;
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
  private static final Duration DRAIN = Duration.ofMinutes(1);
  private static final Duration DRAIN_PAUSE = Duration.ofMillis(100);

  private final SoakSettings settings;
  private final Path root;
  private final Path home;
  private final Consumer<Reading> progress;

  /**
   * {@code root} is the built repository, {@code home} takes the service's state and log, {@code
   * progress} is told every reading.
   */
  SoakRun(SoakSettings settings, Path root, Path home, Consumer<Reading> progress) {
    this.settings = settings;
    this.root = root;
    this.home = home;
    this.progress = progress;
  }

  /** Runs it and returns what it left. */
  Outcome run() throws InterruptedException {
    Tally tally = new Tally();
    try (GeneratorProcess service = GeneratorProcess.start(mesh(), SoakSettings.KV_MEMORY);
        Loopback loopback = new Loopback(service.grpcPort());
        Pages pages = new Pages(service.httpPort());
        Calls calls = new Calls(loopback.channel(), tally);
        Load load = load(loopback, calls)) {
      Probe probe =
          new Probe(service, pages, new ProcFiles(Path.of("/proc")), SoakSettings.HEAP_MIB);
      List<Reading> readings = watch(load, probe);
      load.stop();
      boolean drained = drained(pages);
      return new Outcome(
          readings,
          tally.calls(),
          tally.errors(),
          stub(loopback).getLoad(GetLoadRequest.getDefaultInstance()).getMaxWaitingSequenceCount(),
          drained,
          pages.integrity());
    }
  }

  private Load load(Loopback loopback, Calls calls) {
    List<String> problems =
        ProblemMix.read(root.resolve("models/test"), settings.seed()).first(PROBLEMS).stream()
            .map(TestProblem::problem)
            .toList();
    Requests requests =
        new Requests(problems, stub(loopback).getModel(GetModelRequest.getDefaultInstance()));
    return new Load(new Deck(settings.seed()), requests, calls);
  }

  private List<Reading> watch(Load load, Probe probe) throws InterruptedException {
    List<Reading> readings = new ArrayList<>();
    long begin = System.nanoTime();
    long end = Duration.ofMinutes(settings.minutes()).toNanos();
    load.start(settings.callers());
    for (long due = 0; due <= end; due += INTERVAL_NANOS) {
      Thread.sleep(Duration.ofNanos(Math.max(0, begin + due - System.nanoTime())));
      readings.add(probe.read());
      progress.accept(readings.getLast());
    }
    return readings;
  }

  /** Returns whether nobody runs or waits any more within the time that a drain may take. */
  private static boolean drained(Pages pages) throws InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (pages.integrity().running() > 0 || pages.engine().waiting() > 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(DRAIN_PAUSE);
    }
    return true;
  }

  private MeshSettings mesh() {
    return new MeshSettings(
        root,
        new MeshFolder(home.resolve("soak")),
        settings.portOffset(),
        1,
        settings.threads(),
        SoakSettings.HEAP_MIB + "m",
        root.resolve("models/generator"),
        root.resolve("models/reward"));
  }

  private static GeneratorServiceBlockingStub stub(Loopback loopback) {
    return GeneratorServiceGrpc.newBlockingStub(loopback.channel());
  }
}
