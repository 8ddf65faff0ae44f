package io.metagen.generator.engine;

import io.metagen.transformer.cache.BlockTable;
import io.metagen.transformer.sampling.CounterRandom;
import io.metagen.transformer.sampling.SamplingRow;
import io.metagen.transformer.sampling.TokenCounts;
import io.metagen.transformer.sampling.TokenMask;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sample in the engine: its tokens, two cursors, and its memory while it runs. */
final class Sequence {
  /*
   * Who owns which positions:
   *
   *   [0, prompt)          given
   *   [prompt, length)     drawn (or given too, where a continuation is scored)
   *   [0, computed)        keys and values are in the table's blocks
   *   [computed, length)   to be processed; of a decoding sequence exactly the last token
   *   [0, replayed)        processed once before, lost to a preemption
   */
  final GenerationCall call;
  final int slot;
  final SampleSpec spec;
  final boolean scored;
  private final TokenCounts counts;
  private final @Nullable StopMatcher matcher;
  private int[] tokens;
  private int length;
  private int computed;
  private int replayed;
  private @Nullable BlockTable table;

  /**
   * A sequence with these tokens, the prompt's first.
   *
   * @param slot index in the call
   * @param scored whether all tokens are given, and those after the prompt scored
   */
  Sequence(GenerationCall call, int slot, SampleSpec spec, int[] tokens, boolean scored) {
    this.call = call;
    this.slot = slot;
    this.spec = spec;
    this.scored = scored;
    this.tokens = tokens;
    this.length = tokens.length;
    this.counts = TokenCounts.of(spec.prompt().ids(), spec.sampling());
    this.matcher =
        spec.stop().looksAtText()
            ? new StopMatcher(call.parts().decoders().get(), spec.stop())
            : null;
  }

  int length() {
    return length;
  }

  int promptLength() {
    return spec.prompt().length();
  }

  int outputs() {
    return length - promptLength();
  }

  int computed() {
    return computed;
  }

  /** Returns the number of tokens to process before the next one is drawn or all are scored. */
  int pending() {
    return target() - computed;
  }

  /** Returns how many of these one step may process, with so many blocks to spare for it. */
  int next(int spare) {
    return table().room(computed, pending(), spare);
  }

  /** Returns how many tokens are processed then; nothing follows a continuation's last token. */
  int target() {
    return scored ? length - 1 : length;
  }

  boolean prefilling() {
    return computed < promptLength();
  }

  /** Whether no token was drawn yet, so that a fork of the prompt is as good as its own pass. */
  boolean fresh() {
    return !scored && outputs() == 0;
  }

  /** Returns how many tokens may come from the cache; the logits of the rest are needed. */
  int reusable() {
    return scored ? promptLength() - 1 : length - 1;
  }

  /** Returns the tokens; positions from {@link #length} on have no meaning. */
  int[] tokens() {
    return tokens;
  }

  boolean running() {
    return table != null;
  }

  BlockTable table() {
    return Objects.requireNonNull(table, "the sequence does not run");
  }

  /** Gives the sequence memory in which the first {@code content} positions have content. */
  void start(BlockTable memory, int content) {
    table = memory;
    computed = content;
  }

  /** Takes the memory away; all tokens stay. */
  BlockTable stop() {
    BlockTable held = table();
    table = null;
    replayed = Math.max(replayed, computed);
    computed = 0;
    return held;
  }

  /** Notes that the next {@code count} tokens were processed. */
  void advance(int count) {
    computed += count;
  }

  /** Leaves the blocks that are full now to whoever needs them next. */
  void shareBlocks() {
    table().commit(tokens, computed);
  }

  /** Returns how many positions were processed before a preemption. */
  int replayed() {
    return replayed;
  }

  /** Returns how many of the next {@code count} tokens are processed a second time. */
  int recomputed(int count) {
    return Math.clamp(replayed - computed, 0, count);
  }

  /** Returns what the sampler needs to draw the next token. */
  SamplingRow row() {
    double uniform = CounterRandom.uniform(spec.seed(), spec.sampleIndex(), length);
    return new SamplingRow(
        spec.sampling(), counts, uniform, spec.stop().endIds(), TokenMask.ALL, spec.logprobs());
  }

  /** Appends a drawn token; returns the ending that it brings. */
  Optional<Ending> append(int id) {
    if (length == tokens.length || outputs() == 0) {
      tokens = Arrays.copyOf(tokens, Math.max(length + 16, length + length / 2));
    }
    tokens[length++] = id;
    counts.add(id);
    return ending(id);
  }

  private Optional<Ending> ending(int id) {
    StopRules stop = spec.stop();
    if (stop.endIds().contains(id)) {
      return Optional.of(new Ending.StopToken(id));
    }
    Optional<Ending> matched = matcher == null ? Optional.empty() : matcher.append(id);
    if (matched.isPresent()) {
      return matched;
    }
    if (outputs() == stop.stepTokens()) {
      return Optional.of(new Ending.StepLength());
    }
    return outputs() == stop.maxTokens() ? Optional.of(new Ending.Length()) : Optional.empty();
  }
}
