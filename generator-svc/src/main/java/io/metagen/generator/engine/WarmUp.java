package io.metagen.generator.engine;

import io.metagen.transformer.ModelConfig;
import io.metagen.transformer.WarmUpBudget;
import io.metagen.transformer.sampling.LogprobRequest;
import io.metagen.transformer.sampling.SamplingParams;
import io.metagen.transformer.text.StreamDecoder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Calls of random tokens, run before the first caller's: prompts of different lengths, 1, 2, 4 and
 * so on samples up to as many as run together, with and without what changes or explains a draw,
 * and scores. They run over parts of their own, so that nothing is left of them but compiled code.
 */
public final class WarmUp {
  private static final int MOST_PROMPT = 128;
  private static final int OUTPUT = 8;
  private static final SamplingParams ADAPTED =
      new SamplingParams(0.8f, 50, 0.95f, 0.01f, 1.1f, 0.1f, 0.1f, Map.of(), 2);
  private static final LogprobRequest EXPLAINED = new LogprobRequest(true, 2, List.of());

  private final EngineParts parts;
  private final EngineTotals totals;
  private final EngineCore core;
  private final int vocabulary;
  private final int longest;
  private final int sizes;
  private final Random random = new Random(1);

  /** Calls for a network, over parts that nobody else has; their model is closed at the end. */
  public WarmUp(EngineParts parts, ModelConfig network) {
    this.parts = parts;
    vocabulary = network.vocabularySize();
    int memory = parts.cache().blocks().total() * parts.cache().blockSize();
    longest = Math.min(MOST_PROMPT, Math.min(network.maxPositions(), memory) - OUTPUT);
    sizes = Integer.SIZE - Integer.numberOfLeadingZeros(parts.settings().maxRunningSequences());
    totals = new EngineTotals(parts.clock());
    core = new EngineCore(parts, totals, Runnable::run);
  }

  /** Returns how many of so many blocks are enough: for the longest prompt and 64 outputs. */
  public static int blocks(int most, int blockSize) {
    int output = Math.ceilDiv(OUTPUT, blockSize) + 1;
    return Math.min(most, Math.ceilDiv(MOST_PROMPT, blockSize) + 64 * output);
  }

  /** Runs steps as long as the budget lasts; none where not even one of these calls has room. */
  void run(WarmUpBudget budget) throws InterruptedException {
    try (TokenModel _ = parts.model()) {
      boolean more = longest > 0;
      for (int round = 0; more; round++) {
        GenerationCall call = call(round);
        core.submit(call);
        more = finish(budget);
        if (more) {
          read(call);
        }
      }
    }
    budget.end();
  }

  private boolean finish(WarmUpBudget budget) {
    boolean more = true;
    while (more && !core.idle()) {
      more = budget.take();
      if (more) {
        core.step();
      }
    }
    return more;
  }

  private GenerationCall call(int round) {
    PromptTokens prompt = new PromptTokens("", tokens(1 + random.nextInt(longest)));
    if (round % (sizes + 1) == sizes) {
      return GenerationCall.scoring(
          spec(prompt, 0, true), List.of(tokens(OUTPUT), tokens(OUTPUT)), parts, totals);
    }
    boolean adapted = round / (sizes + 1) % 2 == 0;
    List<SampleSpec> samples =
        IntStream.range(0, 1 << round % (sizes + 1))
            .mapToObj(sample -> spec(prompt, sample, adapted))
            .toList();
    return GenerationCall.sampling(samples, parts, totals);
  }

  private int[] tokens(int count) {
    return random.ints(count, 0, vocabulary).toArray();
  }

  private static SampleSpec spec(PromptTokens prompt, int sample, boolean adapted) {
    List<String> strings = adapted ? List.of("no such text") : List.of();
    return new SampleSpec(
        0,
        sample,
        prompt,
        1,
        adapted ? ADAPTED : SamplingParams.DEFAULT,
        adapted ? EXPLAINED : LogprobRequest.NONE,
        new StopRules(OUTPUT, Set.of(), strings, false, List.of(), 0));
  }

  /** Reads a finished call and makes its tokens to text, as the call's own thread does. */
  private void read(GenerationCall call) throws InterruptedException {
    List<CallOutput.Gain> gains = call.output().next();
    for (CallOutput.Gain gain : gains) {
      StreamDecoder text = parts.decoders().get();
      gain.tokens().forEach(token -> text.append(token.id()));
    }
  }
}
