package io.metagen.bench.verify;

import io.metagen.bench.soak.ProcFiles;
import io.metagen.cli.demo.ProblemMix;
import io.metagen.cli.demo.TestProblem;
import io.metagen.cli.mesh.MeshFolder;
import io.metagen.cli.mesh.MeshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One run: starts a verifier, warms it up, reads it idle, loads it, reads it idle, stops it. */
final class VerifyRun {
  private static final int PROBLEMS = 60;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int IDLE_SECONDS = 3;
  private static final int PATIENCE_SECONDS = 60;

  private final VerifySettings settings;
  private final Path root;
  private final Path home;
  private final Progress progress;

  /** Is told how a run goes on. */
  @FunctionalInterface
  interface Progress {
    /** {@code seconds} of load so far, the warm-up included, and calls that were answered. */
    void loaded(int seconds, long calls);
  }

  /** {@code root} is the built repository, {@code home} takes the services' state and logs. */
  VerifyRun(VerifySettings settings, Path root, Path home, Progress progress) {
    this.settings = settings;
    this.root = root;
    this.home = home;
    this.progress = progress;
  }

  /** Runs it and returns what it left. */
  Outcome run() throws InterruptedException {
    try (VerifyServices services = VerifyServices.start(mesh())) {
      Deck deck = new Deck(drills(services), settings.seed());
      Tally tally = new Tally();
      int warmUp = settings.warmUpSeconds();
      load(services, deck, tally, 0, warmUp);
      Footprint before = idle(services, now -> now.children() == 0);
      load(services, deck, tally, warmUp, settings.seconds());
      Footprint after = idle(services, now -> Verdicts.settled(before, now));
      return new Outcome(
          tally.rows(deck.kinds()), tally.failures(), tally.wrongAnswers(), before, after);
    }
  }

  private List<Drill> drills(VerifyServices services) {
    List<TestProblem> problems =
        ProblemMix.read(root.resolve("models/test"), settings.seed()).first(PROBLEMS);
    List<Drill> drills = new ArrayList<>(Checks.drills());
    drills.addAll(Measures.drills());
    drills.addAll(new Models(problems, services.verifier()).drills());
    return drills;
  }

  private void load(VerifyServices services, Deck deck, Tally tally, int done, int seconds)
      throws InterruptedException {
    try (Callers callers = new Callers(settings.callers(), deck, services.verifier(), tally)) {
      for (int second = 1; second <= seconds; second++) {
        Thread.sleep(SECOND);
        services.process();
        progress.loaded(done + second, tally.answered());
      }
      callers.stop();
    }
  }

  /** Waits some seconds, then until the service has given back what it may give back late. */
  private static Footprint idle(VerifyServices services, Predicate<Footprint> settled)
      throws InterruptedException {
    Thread.sleep(SECOND.multipliedBy(IDLE_SECONDS));
    Footprint now = footprint(services);
    for (int second = 0; second < PATIENCE_SECONDS && !settled.test(now); second++) {
      Thread.sleep(SECOND);
      now = footprint(services);
    }
    return now;
  }

  private static Footprint footprint(VerifyServices services) {
    return Footprint.of(
        services.process(), services.scratchEntries(), new ProcFiles(Path.of("/proc")));
  }

  private MeshSettings mesh() {
    return new MeshSettings(
        root,
        new MeshFolder(home.resolve("bench/verify")),
        settings.portOffset(),
        1,
        settings.threads(),
        VerifySettings.HEAP_MIB + "m",
        root.resolve("models/generator"),
        root.resolve("models/reward"));
  }
}
