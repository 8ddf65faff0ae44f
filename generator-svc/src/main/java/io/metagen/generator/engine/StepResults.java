package io.metagen.generator.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one step brought its calls, in the order in which it happened. Filled by the engine's
 * thread, then run once by the publisher's: every reader is woken once, whatever its samples
 * gained.
 */
final class StepResults implements Runnable {
  private final List<Result> results;
  private int generated;

  /** One sample's token, or its ending. */
  private sealed interface Result {
    CallOutput output();

    /** A sample gained a token. */
    record Token(CallOutput output, int slot, DrawnToken token) implements Result {}

    /** A sample ended; the report comes with the call's last one. */
    record End(CallOutput output, int slot, Ending ending, Optional<CallReport> report)
        implements Result {}
  }

  /** Results of about so many sequences. */
  StepResults(int sequences) {
    results = new ArrayList<>(sequences);
  }

  void gained(Sequence sequence, DrawnToken token) {
    results.add(new Result.Token(sequence.call.output(), sequence.slot, token));
    generated += sequence.scored ? 0 : 1;
  }

  void ended(Sequence sequence, Ending ending, Optional<CallReport> report) {
    results.add(new Result.End(sequence.call.output(), sequence.slot, ending, report));
  }

  /** Returns how many tokens were drawn. */
  int generated() {
    return generated;
  }

  @Override
  public void run() {
    Set<CallOutput> changed = new LinkedHashSet<>();
    for (Result result : results) {
      switch (result) {
        case Result.Token(var output, int slot, var token) -> output.add(slot, token);
        case Result.End(var output, int slot, var ending, var report) ->
            output.end(slot, ending, report);
      }
      changed.add(result.output());
    }
    changed.forEach(CallOutput::wake);
  }
}
