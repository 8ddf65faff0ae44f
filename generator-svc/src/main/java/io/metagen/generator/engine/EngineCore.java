package io.metagen.generator.engine;

import io.metagen.error.ServiceException;
import io.metagen.v1.ErrorReason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The engine's state and its loop body. Not thread-safe: the engine's thread owns it. */
final class EngineCore {
  private final EngineParts parts;
  private final EngineTotals totals;
  private final Executor publisher;
  private final Scheduler scheduler;
  private final Set<GenerationCall> calls = new LinkedHashSet<>();

  /** {@code publisher} runs what brings results to their readers, in the order given. */
  EngineCore(EngineParts parts, EngineTotals totals, Executor publisher) {
    this.parts = parts;
    this.totals = totals;
    this.publisher = publisher;
    this.scheduler = new Scheduler(parts.cache(), parts.settings());
  }

  void submit(GenerationCall call) {
    calls.add(call);
    call.sequences().forEach(scheduler::add);
  }

  /** Ends a call and frees all that it holds, unless it has ended already; whether it did. */
  boolean fail(GenerationCall call, ServiceException reason) {
    boolean running = calls.remove(call);
    if (running) {
      call.leavesQueue();
      call.sequences().stream().filter(call::live).forEach(scheduler::remove);
      call.failed(reason);
    }
    return running;
  }

  /** Tells every caller that nothing comes any more; the state may be broken and is not touched. */
  void abandon(ServiceException reason) {
    calls.forEach(call -> call.failed(reason));
    calls.clear();
  }

  boolean idle() {
    return calls.isEmpty();
  }

  /**
   * Gives every running sequence its next token, or the next part of its prompt. Returns the
   * nanoseconds of the forward pass.
   */
  long step() {
    List<Chunk> chunks = scheduler.schedule(parts.model()::copyBlock);
    if (chunks.isEmpty()) {
      throw new IllegalStateException("no sequence can run: " + load() + " " + calls.size());
    }
    long begin = parts.clock().getAsLong();
    long forward;
    try (TokenModel.Logits logits = parts.model().forward(chunks)) {
      forward = parts.clock().getAsLong() - begin;
      List<Draw> draws = scheduler.advance(chunks, logits);
      StepResults results = new StepResults(chunks.size());
      takeDrawn(draws, logits.sample(draws), results);
      takeScores(chunks, logits, results);
      totals.generated(results.generated());
      publisher.execute(results);
    }
    parts.afterStep().run();
    return forward;
  }

  EngineLoad load() {
    var blocks = parts.cache().blocks();
    return new EngineLoad(scheduler.running(), blocks.used(), blocks.cached(), blocks.total());
  }

  /** Throws if a block is counted wrong, or held though nobody runs. */
  void checkIntegrity() {
    parts.cache().checkIntegrity();
    if (scheduler.running() == 0 && parts.cache().blocks().used() > 0) {
      throw new IllegalStateException("nobody runs, but blocks are used: " + load());
    }
  }

  /** Returns the load of a state that was found to be whole; throws as {@link #checkIntegrity}. */
  EngineLoad checkedLoad() {
    checkIntegrity();
    return load();
  }

  private void takeDrawn(List<Draw> draws, List<Optional<DrawnToken>> tokens, StepResults results) {
    for (int i = 0; i < draws.size(); i++) {
      Sequence sequence = draws.get(i).sequence();
      if (tokens.get(i).isEmpty()) {
        fail(sequence.call, noToken());
      } else if (sequence.call.live(sequence)) {
        DrawnToken token = tokens.get(i).get();
        sequence.call.gained(sequence);
        results.gained(sequence, token);
        Optional<Ending> ending = sequence.append(token.id());
        if (ending.isPresent()) {
          end(sequence, ending.get(), results);
        }
      }
    }
  }

  private void takeScores(List<Chunk> chunks, TokenModel.Logits logits, StepResults results) {
    for (int i = 0; i < chunks.size(); i++) {
      Sequence sequence = chunks.get(i).sequence();
      if (sequence.scored) {
        for (DrawnToken token : logits.score(i)) {
          sequence.call.gained(sequence);
          results.gained(sequence, token);
        }
        if (sequence.pending() == 0) {
          end(sequence, new Ending.Scored(), results);
        }
      }
    }
  }

  private void end(Sequence sequence, Ending ending, StepResults results) {
    scheduler.remove(sequence);
    results.ended(sequence, ending, sequence.call.ended(sequence));
    if (sequence.call.finished()) {
      calls.remove(sequence.call);
    }
  }

  private static ServiceException noToken() {
    return ServiceException.of(
        ErrorReason.ERROR_REASON_INTERNAL_FAULT,
        "no token can be chosen: the model's logits are not finite",
        Map.of());
  }
}
