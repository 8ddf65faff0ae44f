package io.metagen.bench.llama;

import static java.util.Objects.requireNonNull;

import io.metagen.bench.BenchException;
import io.metagen.bench.engine.Engine;
import io.metagen.bench.engine.Session;
import io.metagen.bench.engine.Workload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp with a model loaded. A workload is tried with each of its setups for some steps; what
 * is then measured has the fastest.
 */
final class LlamaEngine implements Engine {
  /** Most tokens of one call, as llama.cpp's own tools have it by default. */
  private static final int BATCH_TOKENS = 2048;

  /** Caches are divided into parts of so many positions. */
  private static final int POSITION_TILE = 256;

  /** A setup is tried for at least so many steps and nanoseconds. */
  private static final int TRIAL_STEPS = 2;

  private static final long TRIAL_NANOS = 200_000_000;

  private final LlamaLibrary library;
  private final LongSupplier nanos;
  private final int threads;
  private final int vocabulary;
  private final Tuning tuning;
  private final MemorySegment model;

  LlamaEngine(Peer peer, Path file, int vocabulary, Tuning tuning) {
    library = peer.library();
    threads = peer.threads();
    nanos = peer.nanos();
    this.vocabulary = vocabulary;
    this.tuning = tuning;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameters =
          library.struct("llama_model_default_params", LlamaParameters.MODEL);
      model =
          NativeFunctions.pointer(
              library.loadModel, arena.allocateFrom(file.toString()), parameters);
    } catch (IllegalArgumentException e) {
      throw new BenchException("llama.cpp can't load " + file, e);
    }
  }

  @Override
  public Session open(Workload workload) {
    Optional<LlamaSetup> known = tuning.fastest(workload);
    if (known.isPresent()) {
      return session(workload, known.get());
    }
    LlamaSession best = null;
    double least = Double.MAX_VALUE;
    for (LlamaSetup setup : LlamaSetup.candidates(workload.sequences(), workload.shared() > 0)) {
      LlamaSession session = session(workload, setup);
      double time = nanosPerStep(session);
      if (best == null || time < least) {
        close(best);
        best = session;
        least = time;
      } else {
        session.close();
      }
    }
    LlamaSession chosen = requireNonNull(best);
    tuning.keep(workload, chosen.choice());
    return chosen;
  }

  private static void close(@Nullable LlamaSession session) {
    if (session != null) {
      session.close();
    }
  }

  private double nanosPerStep(Session session) {
    session.run(1);
    long begin = nanos.getAsLong();
    int steps = 0;
    while (steps < TRIAL_STEPS || nanos.getAsLong() - begin < TRIAL_NANOS) {
      session.run(1);
      steps++;
    }
    return (double) (nanos.getAsLong() - begin) / steps;
  }

  private LlamaSession session(Workload workload, LlamaSetup setup) {
    int own = tiled(workload.positions());
    int positions =
        workload.shared() > 0
            ? tiled(workload.shared() + Workload.WINDOW * workload.sequences())
            : setup.unified()
                ? tiled(workload.positions() * workload.sequences())
                : own * workload.sequences();
    LlamaParameters parameters =
        new LlamaParameters(positions, BATCH_TOKENS, workload.sequences(), threads, setup);
    return new LlamaSession(new LlamaContext(library, model, parameters), workload, parameters);
  }

  private static int tiled(int positions) {
    return (positions + POSITION_TILE - 1) / POSITION_TILE * POSITION_TILE;
  }

  @Override
  public int[] greedy(int[] prompt, int count) {
    LlamaParameters parameters =
        new LlamaParameters(
            tiled(prompt.length + count), BATCH_TOKENS, 1, threads, LlamaSetup.EXACT);
    int[] result = new int[count];
    try (LlamaContext context = new LlamaContext(library, model, parameters)) {
      for (int i = 0; i < prompt.length; i++) {
        context.add(prompt[i], i, 0, i == prompt.length - 1);
      }
      context.decode();
      for (int i = 0; i < count; i++) {
        result[i] = context.likeliest(-1, vocabulary);
        context.add(result[i], prompt.length + i, 0, true);
        context.decode();
      }
    }
    return result;
  }

  @Override
  public void close() {
    NativeFunctions.call(library.freeModel, model);
  }
}
