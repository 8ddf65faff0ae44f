package io.metagen.generator.engine;

import io.metagen.error.ServiceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One call in the engine: its sequences, its costs and its output. Built by the caller's thread,
 * after submission owned by the engine's; only {@link #output} is for both.
 */
public final class GenerationCall {
  final UsageMeter meter;
  private final CallOutput output;
  private final EngineParts parts;
  private final EngineTotals totals;
  private final List<Sequence> sequences = new ArrayList<>();
  private final Set<Sequence> unfinished = new HashSet<>();
  private final long submitted;
  private long admitted;
  private long firstToken;

  private GenerationCall(int samples, EngineParts parts, EngineTotals totals) {
    this.output = new CallOutput(samples);
    this.parts = parts;
    this.totals = totals;
    this.meter = new UsageMeter(parts.flopsPerToken());
    this.submitted = parts.clock().getAsLong();
  }

  /** A call that draws samples. */
  static GenerationCall sampling(List<SampleSpec> specs, EngineParts parts, EngineTotals totals) {
    GenerationCall call = new GenerationCall(specs.size(), parts, totals);
    for (SampleSpec spec : specs) {
      call.add(new Sequence(call, call.size(), spec, spec.prompt().ids(), false));
    }
    return call;
  }

  /** A call that scores continuations of one prompt; {@code spec} has the prompt. */
  static GenerationCall scoring(
      SampleSpec spec, List<int[]> continuations, EngineParts parts, EngineTotals totals) {
    GenerationCall call = new GenerationCall(continuations.size(), parts, totals);
    for (int[] continuation : continuations) {
      int[] prompt = spec.prompt().ids();
      int[] tokens = new int[prompt.length + continuation.length];
      System.arraycopy(prompt, 0, tokens, 0, prompt.length);
      System.arraycopy(continuation, 0, tokens, prompt.length, continuation.length);
      call.add(new Sequence(call, call.size(), spec, tokens, true));
    }
    return call;
  }

  /** Returns where the results arrive. */
  public CallOutput output() {
    return output;
  }

  int size() {
    return sequences.size();
  }

  List<Sequence> sequences() {
    return sequences;
  }

  EngineParts parts() {
    return parts;
  }

  boolean finished() {
    return unfinished.isEmpty();
  }

  boolean live(Sequence sequence) {
    return unfinished.contains(sequence);
  }

  /** A sequence starts to run with so many tokens from the cache. */
  void admitted(Sequence sequence, int cached) {
    totals.dequeued(1);
    admitted = admitted == 0 ? parts.clock().getAsLong() : admitted;
    if (meter.admitted(sequence, cached)) {
      totals.prompt(sequence.promptLength(), Math.min(cached, sequence.promptLength()));
    }
  }

  /** A running sequence waits again. */
  void preempted() {
    totals.preempted();
  }

  /** A sequence gained a token. */
  void gained(Sequence sequence) {
    firstToken = firstToken == 0 ? parts.clock().getAsLong() : firstToken;
    if (!sequence.scored) {
      meter.generated();
    }
  }

  /** A sequence ended; with the last one the call did, and its report is there. */
  Optional<CallReport> ended(Sequence sequence) {
    unfinished.remove(sequence);
    return unfinished.isEmpty()
        ? Optional.of(
            new CallReport(
                meter.usage(), submitted, admitted, firstToken, parts.clock().getAsLong()))
        : Optional.empty();
  }

  /** The call will fail: its waiting sequences no longer count as waiting. */
  void leavesQueue() {
    totals.dequeued((int) unfinished.stream().filter(sequence -> !sequence.running()).count());
  }

  /** The whole call failed. */
  void failed(ServiceException reason) {
    unfinished.clear();
    output.fail(reason);
  }

  private void add(Sequence sequence) {
    sequences.add(sequence);
    unfinished.add(sequence);
  }
}
